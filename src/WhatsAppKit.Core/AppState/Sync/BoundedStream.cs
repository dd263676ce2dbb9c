namespace WhatsAppKit.Core.AppState.Sync;

/// <summary>Takes bytes up to a limit into memory.</summary>
internal sealed class BoundedStream(int limit) : MemoryStream
{
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        Require(buffer.Length);
        base.Write(buffer);
    }

    public override void Write(byte[] buffer, int offset, int count)
    {
        Require(count);
        base.Write(buffer, offset, count);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Require(buffer.Length);
        return base.WriteAsync(buffer, cancellationToken);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        Require(count);
        return base.WriteAsync(buffer, offset, count, cancellationToken);
    }

    private void Require(int count)
    {
        if (Position + count > limit)
        {
            throw new AppStateDamageException("a part of it is too large");
        }
    }
}
