namespace WhatsAppKit.AspNetCore.Net;

/// <summary>
/// What a stranger sends, as it comes. That it breaks off is the stranger's failure, and told as such: failures to store what was read
/// stay apart from it.
/// </summary>
/// <param name="source">What is read.</param>
/// <param name="failure">What a failure to read is told as; null leaves it as it is.</param>
/// <param name="maxLength">The most bytes it may have; one more is a failure.</param>
internal sealed class ForeignStream(Stream source, Func<Exception, Exception?> failure, long maxLength = long.MaxValue) : Stream
{
    private long _left = maxLength;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            var read = await source.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            _left -= read;
            return _left >= 0 ? read : throw new InvalidDataException("The stream is too long.");
        }
        catch (Exception error) when (failure(error) is not null)
        {
            throw failure(error)!;
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Read asynchronously.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
