using System.Security.Cryptography;

namespace WhatsAppKit.AspNetCore.Media;

/// <summary>Writes a file in the form of <see cref="SealedFileFormat"/>; memory use does not grow with it.</summary>
internal sealed class SealedFileWriter(Stream output, byte[] key) : IDisposable
{
    private readonly AesGcm _cipher = SealedFileFormat.Cipher(key);
    private readonly byte[] _content = new byte[SealedFileFormat.ChunkLength];
    private readonly byte[] _sealed = new byte[SealedFileFormat.SealedChunkLength];
    private int _filled;
    private long _number;

    /// <summary>How many bytes were written.</summary>
    public long Length { get; private set; }

    public async Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        Length += bytes.Length;
        while (!bytes.IsEmpty)
        {
            if (_filled == _content.Length)
            {
                await FlushAsync(isLast: false, cancellationToken).ConfigureAwait(false);
            }

            var taken = Math.Min(bytes.Length, _content.Length - _filled);
            bytes[..taken].CopyTo(_content.AsMemory(_filled));
            _filled += taken;
            bytes = bytes[taken..];
        }
    }

    /// <summary>Writes what is left. Without this the file does not open.</summary>
    public Task CompleteAsync(CancellationToken cancellationToken) => FlushAsync(isLast: true, cancellationToken);

    public void Dispose()
    {
        _cipher.Dispose();
        CryptographicOperations.ZeroMemory(_content);
    }

    private async Task FlushAsync(bool isLast, CancellationToken cancellationToken)
    {
        SealedFileFormat.Seal(_cipher, _number++, isLast, _content.AsSpan(0, _filled), _sealed);
        await output.WriteAsync(_sealed.AsMemory(0, _filled + SealedFileFormat.TagLength), cancellationToken).ConfigureAwait(false);
        _filled = 0;
    }
}
