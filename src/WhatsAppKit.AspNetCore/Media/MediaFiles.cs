using System.Security.Cryptography;
using WhatsAppKit.AspNetCore.Hosting;

namespace WhatsAppKit.AspNetCore.Media;

/// <summary>The folder with the sealed files: one folder for each instance, and names that no stranger chose.</summary>
internal sealed class MediaFiles(GatewaySecrets secrets)
{
    private const string Unfinished = ".part";
    private const int BufferLength = 64 * 1024;

    private readonly string _root = Path.Combine(secrets.DataDirectory, "media");

    /// <summary>Seals a file; until all of it is there it has another name.</summary>
    /// <param name="instanceId">Whose it is.</param>
    /// <param name="id">Its id.</param>
    /// <param name="content">Read to its end.</param>
    /// <param name="maxLength">More than that is an error, before it is stored.</param>
    /// <param name="cancellationToken">Stops; nothing of the file stays.</param>
    /// <exception cref="FileTooLongException">It is longer.</exception>
    public async Task<SealedFile> WriteAsync(string instanceId, string id, Stream content, long maxLength, CancellationToken cancellationToken)
    {
        var path = PathOf(instanceId, id);
        GatewaySecrets.CreateDirectory(Path.GetDirectoryName(path)!);
        var temporary = $"{path}.{Path.GetRandomFileName()}{Unfinished}";
        try
        {
            var written = await SealAsync(temporary, content, maxLength, cancellationToken).ConfigureAwait(false);
            File.Move(temporary, path, overwrite: true);
            return written;
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Opens a file for reading; it can seek.</summary>
    /// <exception cref="FileNotFoundException">It is gone.</exception>
    public Stream Open(string instanceId, string id, byte[] key) => new SealedFileStream(
        new FileStream(PathOf(instanceId, id), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1, FileOptions.Asynchronous), key);

    public void Delete(string instanceId, string id)
    {
        try
        {
            File.Delete(PathOf(instanceId, id));
        }
        catch (DirectoryNotFoundException)
        {
            // Nothing of that instance was ever stored, or it was deleted meanwhile.
        }
    }

    /// <summary>Deletes all files of an instance.</summary>
    public void DeleteAll(string instanceId)
    {
        if (Directory.Exists(Path.Combine(_root, instanceId)))
        {
            Directory.Delete(Path.Combine(_root, instanceId), recursive: true);
        }
    }

    /// <summary>The instances that have a folder.</summary>
    public IEnumerable<string> Instances() => Directory.Exists(_root) ? Directory.EnumerateDirectories(_root).Select(path => Path.GetFileName(path)) : [];

    /// <summary>The names of an instance's files that were written before a time, unfinished ones too.</summary>
    public IEnumerable<string> Names(string instanceId, DateTimeOffset before) => new DirectoryInfo(Path.Combine(_root, instanceId)).EnumerateFiles()
        .Where(file => file.LastWriteTimeUtc < before.UtcDateTime).Select(file => file.Name);

    private static async Task<SealedFile> SealAsync(string path, Stream content, long maxLength, CancellationToken cancellationToken)
    {
        var key = RandomNumberGenerator.GetBytes(SealedFileFormat.KeyLength);
        var output = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.Asynchronous);
        await using var _ = output.ConfigureAwait(false);
        using var writer = new SealedFileWriter(output, key);
        var buffer = new byte[BufferLength];
        var head = Array.Empty<byte>();
        int read;
        while ((read = await content.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            if (writer.Length + read > maxLength)
            {
                throw new FileTooLongException();
            }

            if (head.Length < MimeTypes.HeadLength)
            {
                head = [.. head, .. buffer.AsSpan(0, Math.Min(read, MimeTypes.HeadLength - head.Length))];
            }

            await writer.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
        }

        await writer.CompleteAsync(cancellationToken).ConfigureAwait(false);
        output.Flush(flushToDisk: true);
        return new SealedFile(key, writer.Length, head);
    }

    private string PathOf(string instanceId, string id) => Path.Combine(_root, instanceId, id);
}

/// <summary>A file that was sealed.</summary>
/// <param name="Key">Opens it.</param>
/// <param name="Length">Its bytes.</param>
/// <param name="Head">The first of them.</param>
internal sealed record SealedFile(byte[] Key, long Length, byte[] Head);

/// <summary>A file is longer than files may be.</summary>
internal sealed class FileTooLongException() : Exception("The file is too long.");
