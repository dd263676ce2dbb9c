using System.Security.Cryptography;

namespace WhatsAppKit.Core.Crypto;

/// <summary>A Curve25519 public key: the u-coordinate, 32 bytes little endian.</summary>
internal sealed class PublicKey : IEquatable<PublicKey>
{
    public const int Length = 32;

    /// <summary>The length of the serialised form used inside Signal messages and signatures: a type byte and the key.</summary>
    public const int SerializedLength = 33;

    /// <summary>The type byte of the serialised form.</summary>
    public const byte DjbType = 0x05;

    private readonly byte[] _serialized = new byte[SerializedLength];

    public PublicKey(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Length)
        {
            throw new CryptoException($"A public key has {Length} bytes, not {bytes.Length}.");
        }

        _serialized[0] = DjbType;
        bytes.CopyTo(_serialized.AsSpan(1));
    }

    /// <summary>The 32 bytes, as stanzas carry them.</summary>
    public ReadOnlySpan<byte> Span => _serialized.AsSpan(1);

    /// <summary>The 32 bytes, as stanzas carry them.</summary>
    public ReadOnlyMemory<byte> Memory => _serialized.AsMemory(1);

    /// <summary><c>05</c> and the 32 bytes, as Signal messages, MACs and signatures carry them.</summary>
    public ReadOnlySpan<byte> Serialized => _serialized;

    /// <summary>Reads the 33-byte serialised form; any other length or type is refused.</summary>
    public static PublicKey FromSerialized(ReadOnlySpan<byte> serialized) =>
        serialized.Length == SerializedLength && serialized[0] == DjbType
            ? new PublicKey(serialized[1..])
            : throw new CryptoException("A serialised public key is 33 bytes that begin with 05.");

    public bool Equals(PublicKey? other) =>
        other is not null && CryptographicOperations.FixedTimeEquals(_serialized, other._serialized);

    public override bool Equals(object? obj) => Equals(obj as PublicKey);

    public override int GetHashCode() => BitConverter.ToInt32(_serialized, 1);

    public override string ToString() => Convert.ToHexStringLower(Span);
}
