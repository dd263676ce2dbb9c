using System.Security.Cryptography;

namespace WhatsAppKit.Core.Session.Fanout;

/// <summary>Hides the length of a message: 1 to 16 bytes are appended, each holding their number.</summary>
internal static class MessagePadding
{
    private const int MaxPadding = 16;

    public static byte[] Pad(ReadOnlySpan<byte> message)
    {
        var padding = RandomNumberGenerator.GetInt32(1, MaxPadding + 1);
        var padded = new byte[message.Length + padding];
        message.CopyTo(padded);
        padded.AsSpan(message.Length).Fill((byte)padding);
        return padded;
    }

    /// <exception cref="ProtocolException">The padding is not what <see cref="Pad"/> makes.</exception>
    public static ReadOnlyMemory<byte> Unpad(ReadOnlyMemory<byte> padded)
    {
        var bytes = padded.Span;
        if (bytes.IsEmpty)
        {
            throw new ProtocolException("A decrypted message is empty.");
        }

        var padding = bytes[^1];
        if (padding > bytes.Length || bytes[^padding..].IndexOfAnyExcept(padding) >= 0)
        {
            // A last byte of 0 gives an empty tail: such a message carries no padding.
            throw new ProtocolException("A decrypted message is padded wrongly.");
        }

        return padded[..^padding];
    }
}
