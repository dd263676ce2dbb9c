using System.Buffers;

namespace WhatsAppKit.Core.Transport;

/// <summary>One frame's body in a pooled buffer, which its owner returns by disposing.</summary>
internal sealed class Frame : IDisposable
{
    private readonly int _length;
    private byte[]? _buffer;

    private Frame(byte[] buffer, int length)
    {
        _buffer = buffer;
        _length = length;
    }

    public Span<byte> Span => (_buffer ?? throw new ObjectDisposedException(nameof(Frame))).AsSpan(0, _length);

    public static Frame CopyOf(ReadOnlySpan<byte> body)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Math.Max(1, body.Length));
        body.CopyTo(buffer);
        return new Frame(buffer, body.Length);
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _buffer, null) is { } buffer)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
