using System.Security.Cryptography;

namespace WhatsAppKit.AspNetCore.Media;

/// <summary>Reads a file in the form of <see cref="SealedFileFormat"/>, from any position; nothing unverified leaves it.</summary>
internal sealed class SealedFileStream : Stream
{
    private readonly Stream _source;
    private readonly AesGcm _cipher;
    private readonly byte[] _sealed = new byte[SealedFileFormat.SealedChunkLength];
    private readonly byte[] _content = new byte[SealedFileFormat.ChunkLength];
    private readonly long _lastChunk;
    private long _chunk = -1;
    private int _chunkLength;

    /// <param name="source">The sealed file; it can seek, and is disposed with this stream.</param>
    /// <param name="key">The file's key.</param>
    /// <exception cref="InvalidDataException">The file cannot have that length.</exception>
    public SealedFileStream(Stream source, byte[] key)
    {
        _source = source;
        _cipher = SealedFileFormat.Cipher(key);
        Length = SealedFileFormat.ContentLength(source.Length);
        _lastChunk = Math.Max(0, (source.Length - 1) / SealedFileFormat.SealedChunkLength);
    }

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length { get; }

    public override long Position { get; set; }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (Position >= Length || buffer.IsEmpty)
        {
            return 0;
        }

        await LoadAsync(Position / SealedFileFormat.ChunkLength, cancellationToken).ConfigureAwait(false);
        var offset = (int)(Position % SealedFileFormat.ChunkLength);
        var count = Math.Min(buffer.Length, _chunkLength - offset);
        _content.AsMemory(offset, count).CopyTo(buffer);
        Position += count;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Read asynchronously.");

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => Position + offset,
        _ => Length + offset,
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _cipher.Dispose();
            _source.Dispose();
            CryptographicOperations.ZeroMemory(_content);
        }

        base.Dispose(disposing);
    }

    private async Task LoadAsync(long number, CancellationToken cancellationToken)
    {
        if (number == _chunk)
        {
            return;
        }

        _chunk = -1;
        _source.Position = number * SealedFileFormat.SealedChunkLength;
        var length = await _source.ReadAtLeastAsync(_sealed, _sealed.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        if (length <= SealedFileFormat.TagLength)
        {
            throw SealedFileFormat.Damaged();
        }

        SealedFileFormat.Open(_cipher, number, number == _lastChunk, _sealed.AsSpan(0, length), _content);
        (_chunk, _chunkLength) = (number, length - SealedFileFormat.TagLength);
    }
}
