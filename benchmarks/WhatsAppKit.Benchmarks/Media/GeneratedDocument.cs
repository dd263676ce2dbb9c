using System.Security.Cryptography;

namespace WhatsAppKit.Benchmarks.Media;

/// <summary>A document of any length that is never anywhere as a whole, and whose length the reader does not know.</summary>
internal sealed class GeneratedDocument(long length) : Stream
{
    private readonly Random _random = new(1);
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _left = length;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public byte[] Finish() => _hash.GetHashAndReset();

    public override int Read(Span<byte> buffer)
    {
        var piece = buffer[..(int)Math.Min(buffer.Length, _left)];
        _random.NextBytes(piece);
        _hash.AppendData(piece);
        _left -= piece.Length;
        return piece.Length;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.FromResult(Read(buffer.Span));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        _hash.Dispose();
        base.Dispose(disposing);
    }
}
