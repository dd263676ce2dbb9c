using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace WhatsAppKit.Core.Media.Encryption;

/// <summary>A file for its owner only, that is gone when it is disposed, and where the system allows it, when the process ends.</summary>
internal sealed class TemporaryFile : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly FileStream _stream;

    private TemporaryFile(FileStream stream) => _stream = stream;

    public long Length { get; private set; }

    public SafeFileHandle Handle => _stream.SafeFileHandle;

    /// <summary>Creates an empty one.</summary>
    /// <exception cref="IOException">The folder is missing or full.</exception>
    public static TemporaryFile Create(string? folder)
    {
        var path = Path.Combine(folder ?? Path.GetTempPath(), "whatsappkit-" + Path.GetRandomFileName());
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.Delete,
            Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        var stream = new FileStream(path, options);
        if (!OperatingSystem.IsWindows())
        {
            // An open file needs no name: without one, even a process that is killed leaves nothing behind.
            File.Delete(path);
        }

        return new TemporaryFile(stream);
    }

    public async ValueTask AppendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        await RandomAccess.WriteAsync(Handle, bytes, Length, cancellationToken).ConfigureAwait(false);
        Length += bytes.Length;
    }

    public void ReadExactly(long offset, Span<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            var read = Some(RandomAccess.Read(Handle, buffer, offset));
            offset += read;
            buffer = buffer[read..];
        }
    }

    public async ValueTask ReadExactlyAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        while (!buffer.IsEmpty)
        {
            var read = Some(await RandomAccess.ReadAsync(Handle, buffer, offset, cancellationToken).ConfigureAwait(false));
            (offset, buffer) = (offset + read, buffer[read..]);
        }
    }

    public async Task CopyToAsync(Stream destination, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(MediaFormat.ChunkLength);
        try
        {
            for (var at = 0L; at < Length;)
            {
                var piece = buffer.AsMemory(0, (int)Math.Min(MediaFormat.ChunkLength, Length - at));
                await ReadExactlyAsync(at, piece, cancellationToken).ConfigureAwait(false);
                await destination.WriteAsync(piece, cancellationToken).ConfigureAwait(false);
                at += piece.Length;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public void Dispose() => _stream.Dispose();

    private static int Some(int read) => read > 0 ? read : throw new EndOfStreamException("The temporary file became shorter.");
}
