using Google.Protobuf;
using WhatsAppKit.Core.Crypto;

namespace WhatsAppKit.Core.Signal;

/// <summary>What the Signal messages have in common: a version byte, then a protobuf.</summary>
internal static class WireFormat
{
    /// <summary>Version 3 in the high nibble, the highest version the sender knows in the low one.</summary>
    public const byte Version = 0x33;

    private const int MessageVersion = 3;

    public static void RequireVersion(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty || bytes[0] >> 4 != MessageVersion)
        {
            throw new SignalException(SignalError.Malformed, $"A Signal message is of version {MessageVersion}.");
        }
    }

    public static T Parse<T>(MessageParser<T> parser, ReadOnlySpan<byte> body)
        where T : IMessage<T>
    {
        try
        {
            return parser.ParseFrom(body);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new SignalException(SignalError.Malformed, "The body of a Signal message is not a protobuf.", e);
        }
    }

    public static PublicKey ReadKey(ByteString key)
    {
        try
        {
            return PublicKey.FromSerialized(key.Span);
        }
        catch (CryptoException e)
        {
            throw new SignalException(SignalError.Malformed, "A key in a Signal message is missing or of another kind.", e);
        }
    }

    /// <summary>The version byte and the message, with room for a trailer.</summary>
    public static byte[] Write(IMessage message, int trailer)
    {
        var size = message.CalculateSize();
        var bytes = new byte[1 + size + trailer];
        bytes[0] = Version;
        message.WriteTo(bytes.AsSpan(1, size));
        return bytes;
    }
}
