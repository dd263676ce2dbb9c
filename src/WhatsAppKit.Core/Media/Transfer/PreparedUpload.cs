using System.Buffers;
using System.Security.Cryptography;
using WhatsAppKit.Core.Media.Encryption;

namespace WhatsAppKit.Core.Media.Transfer;

/// <summary>A file ready to be posted: the bytes to send in a temporary file, and what a message will say about them.</summary>
internal sealed class PreparedUpload : IDisposable
{
    private PreparedUpload(TemporaryFile content, MediaFile file)
    {
        Content = content;
        File = file;
    }

    public TemporaryFile Content { get; }

    public MediaFile File { get; }

    /// <summary>Encrypts a stream with the media key into a temporary file.</summary>
    /// <exception cref="MediaTooLargeException">The stream is longer than the limit.</exception>
    public static Task<PreparedUpload> SealAsync(
        Stream content, MediaKind kind, byte[] mediaKey, MediaOptions options, DateTimeOffset now, CancellationToken cancellationToken) =>
        PrepareAsync(options, async (target, plain, work) =>
        {
            using var keys = MediaKeys.Derive(mediaKey, kind);
            using var sealer = new MediaSealer(keys, kind is MediaKind.Audio or MediaKind.Video);
            var length = 0L;
            while (true)
            {
                var read = await ReadAsync(content, plain, length, options, cancellationToken).ConfigureAwait(false);
                length += read;
                var isLast = read < MediaFormat.ChunkLength;
                var count = isLast ? sealer.Finish(plain.Span[..read], work.Span) : Append(sealer, plain.Span[..read], work.Span);
                await target.AppendAsync(work[..count], cancellationToken).ConfigureAwait(false);
                if (isLast)
                {
                    break;
                }
            }

            var (plainHash, sealedHash) = sealer.Hashes();
            return new MediaFile
            {
                Kind = kind,
                DirectPath = "",
                MediaKey = mediaKey,
                FileSha256 = plainHash,
                FileEncSha256 = sealedHash,
                Length = length,
                KeyTimestamp = now,
                StreamingSidecar = sealer.Sidecar(),
            };
        });

    /// <summary>Copies a stream into a temporary file, as it is.</summary>
    /// <exception cref="MediaTooLargeException">The stream is longer than the limit.</exception>
    public static Task<PreparedUpload> CopyAsync(Stream content, MediaKind kind, MediaOptions options, CancellationToken cancellationToken) =>
        PrepareAsync(options, async (target, plain, _) =>
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            int read;
            do
            {
                read = await ReadAsync(content, plain, target.Length, options, cancellationToken).ConfigureAwait(false);
                hash.AppendData(plain.Span[..read]);
                await target.AppendAsync(plain[..read], cancellationToken).ConfigureAwait(false);
            }
            while (read == MediaFormat.ChunkLength);

            return new MediaFile { Kind = kind, DirectPath = "", FileSha256 = hash.GetHashAndReset(), Length = target.Length };
        });

    public void Dispose() => Content.Dispose();

    private static int Append(MediaSealer sealer, ReadOnlySpan<byte> plain, Span<byte> output)
    {
        sealer.Append(plain, output);
        return plain.Length;
    }

    private static async Task<PreparedUpload> PrepareAsync(
        MediaOptions options, Func<TemporaryFile, Memory<byte>, Memory<byte>, Task<MediaFile>> fill)
    {
        var target = TemporaryFile.Create(options.TempDirectory);
        var plain = ArrayPool<byte>.Shared.Rent(MediaFormat.ChunkLength);
        var work = ArrayPool<byte>.Shared.Rent(MediaSealer.OutputLength(MediaFormat.ChunkLength));
        try
        {
            return new PreparedUpload(target, await fill(target, plain.AsMemory(0, MediaFormat.ChunkLength), work).ConfigureAwait(false));
        }
        catch
        {
            target.Dispose();
            throw;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(plain, clearArray: true);
            ArrayPool<byte>.Shared.Return(work);
        }
    }

    /// <summary>Fills the buffer; less only at the end of the stream.</summary>
    private static async Task<int> ReadAsync(Stream content, Memory<byte> buffer, long before, MediaOptions options, CancellationToken cancellationToken)
    {
        var read = await content.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        return before + read <= options.MaxUploadBytes
            ? read
            : throw new MediaTooLargeException($"more than {options.MaxUploadBytes} bytes", options.MaxUploadBytes);
    }
}
