using System.Security.Cryptography;
using Google.Protobuf;
using WhatsAppKit.Core.Crypto;
using WhatsAppKit.Core.Protobuf;

namespace WhatsAppKit.Core.Signal;

/// <summary>One message of a session: <c>33 || body || MAC</c>, as a <c>msg</c> carries it and a <c>pkmsg</c> wraps it.</summary>
internal sealed class RatchetMessage
{
    public const int MacLength = 8;

    private static readonly MessageParser<SignalMessage> Parser = SignalMessage.Parser.WithDiscardUnknownFields(true);

    private readonly ByteString _ciphertext;

    private RatchetMessage(ReadOnlyMemory<byte> bytes, SignalMessage wire)
    {
        Bytes = bytes;
        _ciphertext = wire.Ciphertext;
        RatchetKey = WireFormat.ReadKey(wire.RatchetKey);
        Counter = wire.Counter;
    }

    /// <summary>The message as received, MAC included.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>The sender's current ratchet key; it names the chain.</summary>
    public PublicKey RatchetKey { get; }

    /// <summary>The position in the chain. The previous chain's length, also on the wire, is of no use to a receiver.</summary>
    public uint Counter { get; }

    public ReadOnlySpan<byte> Ciphertext => _ciphertext.Span;

    public static RatchetMessage Parse(ReadOnlyMemory<byte> bytes)
    {
        WireFormat.RequireVersion(bytes.Span);
        if (bytes.Length < 1 + MacLength)
        {
            throw new SignalException(SignalError.Malformed, $"A session message of {bytes.Length} bytes has no room for its MAC.");
        }

        var wire = WireFormat.Parse(Parser, bytes.Span[1..^MacLength]);
        if (wire.Ciphertext.Length is 0 || wire.Ciphertext.Length % AesCbc.BlockLength != 0)
        {
            throw new SignalException(SignalError.Malformed, $"A ciphertext of {wire.Ciphertext.Length} bytes is not in whole blocks.");
        }

        return new RatchetMessage(bytes, wire);
    }

    /// <summary>Encodes and authenticates a message; every field is written, zero counters too, as other clients do.</summary>
    public static byte[] Write(
        PublicKey ratchetKey,
        uint counter,
        uint previousCounter,
        byte[] ciphertext,
        ReadOnlySpan<byte> macKey,
        PublicKey sender,
        PublicKey receiver)
    {
        var bytes = WireFormat.Write(
            new SignalMessage
            {
                RatchetKey = ByteString.CopyFrom(ratchetKey.Serialized),
                Counter = counter,
                PreviousCounter = previousCounter,
                Ciphertext = UnsafeByteOperations.UnsafeWrap(ciphertext),
            },
            MacLength);
        Mac(macKey, sender, receiver, bytes.AsSpan(..^MacLength), bytes.AsSpan(^MacLength..));
        return bytes;
    }

    /// <summary>Checks the MAC over the bytes as received; encoding them anew would lose unknown fields and field order.</summary>
    public bool IsAuthentic(ReadOnlySpan<byte> macKey, PublicKey sender, PublicKey receiver)
    {
        Span<byte> mac = stackalloc byte[MacLength];
        Mac(macKey, sender, receiver, Bytes.Span[..^MacLength], mac);
        return CryptographicOperations.FixedTimeEquals(mac, Bytes.Span[^MacLength..]);
    }

    /// <summary>The first 8 bytes of HMAC-SHA-256 over both identities, the version byte and the body.</summary>
    internal static void Mac(
        ReadOnlySpan<byte> key, PublicKey sender, PublicKey receiver, ReadOnlySpan<byte> versionAndBody, Span<byte> mac)
    {
        Span<byte> full = stackalloc byte[HMACSHA256.HashSizeInBytes];
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        hmac.AppendData(sender.Serialized);
        hmac.AppendData(receiver.Serialized);
        hmac.AppendData(versionAndBody);
        hmac.GetHashAndReset(full);
        full[..MacLength].CopyTo(mac);
        CryptographicOperations.ZeroMemory(full);
    }
}
