using System.Security.Cryptography;

namespace WhatsAppKit.Core.Crypto;

/// <summary>RFC 7748 X25519, computed by libsodium in constant time.</summary>
internal static class Curve25519
{
    public const int SharedSecretLength = 32;

    public static PublicKey PublicKeyOf(PrivateKey privateKey)
    {
        Span<byte> publicKey = stackalloc byte[PublicKey.Length];
        if (Sodium.crypto_scalarmult_curve25519_base(publicKey, privateKey.Span) != 0)
        {
            throw new CryptoException("The public key could not be computed.");
        }

        return new PublicKey(publicKey);
    }

    /// <summary>Writes the shared secret into 32 bytes. An all-zero result (RFC 7748 section 6.1) is refused.</summary>
    public static void Agree(PrivateKey privateKey, PublicKey publicKey, Span<byte> sharedSecret)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(sharedSecret.Length, SharedSecretLength);
        Span<byte> point = stackalloc byte[PublicKey.Length];
        publicKey.Span.CopyTo(point);

        // RFC 7748 section 5: the top bit of an incoming u-coordinate is ignored.
        point[31] &= 0x7F;
        if (Sodium.crypto_scalarmult_curve25519(sharedSecret, privateKey.Span, point) != 0)
        {
            CryptographicOperations.ZeroMemory(sharedSecret);
            throw new CryptoException("The key agreement was refused: the other side's key is of low order.");
        }
    }
}
