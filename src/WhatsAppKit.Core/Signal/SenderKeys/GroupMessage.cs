using Google.Protobuf;
using WhatsAppKit.Core.Crypto;
using WhatsAppKit.Core.Protobuf;

namespace WhatsAppKit.Core.Signal;

/// <summary>One message for a whole group, a <c>skmsg</c>: <c>33 || body || signature</c>.</summary>
internal sealed class GroupMessage
{
    private static readonly MessageParser<SenderKeyMessage> Parser = SenderKeyMessage.Parser.WithDiscardUnknownFields(true);

    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly ByteString _ciphertext;

    private GroupMessage(ReadOnlyMemory<byte> bytes, SenderKeyMessage wire)
    {
        _bytes = bytes;
        _ciphertext = wire.Ciphertext;
        KeyId = wire.Id;
        Iteration = wire.Iteration;
    }

    public uint KeyId { get; }

    public uint Iteration { get; }

    public ReadOnlySpan<byte> Ciphertext => _ciphertext.Span;

    public static GroupMessage Parse(ReadOnlyMemory<byte> bytes)
    {
        WireFormat.RequireVersion(bytes.Span);
        if (bytes.Length < 1 + XEdDsa.SignatureLength)
        {
            throw new SignalException(SignalError.Malformed, $"A group message of {bytes.Length} bytes has no room for its signature.");
        }

        var wire = WireFormat.Parse(Parser, bytes.Span[1..^XEdDsa.SignatureLength]);
        if (wire.Ciphertext.Length is 0 || wire.Ciphertext.Length % AesCbc.BlockLength != 0)
        {
            throw new SignalException(SignalError.Malformed, $"A ciphertext of {wire.Ciphertext.Length} bytes is not in whole blocks.");
        }

        return new GroupMessage(bytes, wire);
    }

    /// <summary>Encodes and signs a message.</summary>
    public static byte[] Write(uint keyId, uint iteration, byte[] ciphertext, PrivateKey signingKey)
    {
        var bytes = WireFormat.Write(
            new SenderKeyMessage { Id = keyId, Iteration = iteration, Ciphertext = UnsafeByteOperations.UnsafeWrap(ciphertext) },
            XEdDsa.SignatureLength);
        XEdDsa.Sign(signingKey, bytes.AsSpan(..^XEdDsa.SignatureLength), bytes.AsSpan(^XEdDsa.SignatureLength..));
        return bytes;
    }

    /// <summary>Checks the signature over the bytes as received.</summary>
    public bool IsSignedBy(PublicKey key) =>
        XEdDsa.Verify(key, _bytes.Span[..^XEdDsa.SignatureLength], _bytes.Span[^XEdDsa.SignatureLength..]);
}
