using System.Security.Cryptography;

namespace WhatsAppKit.Core.Crypto;

/// <summary>XEdDSA: signatures made and verified with Curve25519 keys, in the variant Signal and WhatsApp use.</summary>
/// <remarks>
/// Unlike the published XEdDSA the scalar is never negated; the sign of the Edwards key travels in the top bit of the
/// signature instead.
/// </remarks>
internal static class XEdDsa
{
    public const int SignatureLength = 64;

    public const int RandomLength = 64;

    private const byte SignBit = 0x80;

    // hash_1 of the XEdDSA specification: 2^256 - 2, little endian, keeps the nonce's hash apart from every other use.
    private static readonly byte[] NoncePrefix = [0xFE, .. Enumerable.Repeat((byte)0xFF, 31)];

    public static byte[] Sign(PrivateKey key, ReadOnlySpan<byte> message)
    {
        var signature = new byte[SignatureLength];
        Sign(key, message, signature);
        return signature;
    }

    public static void Sign(PrivateKey key, ReadOnlySpan<byte> message, Span<byte> signature)
    {
        Span<byte> random = stackalloc byte[RandomLength];
        RandomNumberGenerator.Fill(random);
        Sign(key, message, random, signature);
        CryptographicOperations.ZeroMemory(random);
    }

    /// <summary>Signs with a given Z; outside tests Z is always fresh and random.</summary>
    internal static void Sign(PrivateKey key, ReadOnlySpan<byte> message, ReadOnlySpan<byte> random, Span<byte> signature)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(random.Length, RandomLength);
        ArgumentOutOfRangeException.ThrowIfNotEqual(signature.Length, SignatureLength);
        var a = key.Span;
        Span<byte> edwardsKey = stackalloc byte[Ed25519.PublicKeyLength];
        Span<byte> digest = stackalloc byte[SHA512.HashSizeInBytes];
        Span<byte> r = stackalloc byte[32];
        Span<byte> h = stackalloc byte[32];
        Span<byte> product = stackalloc byte[32];
        using var sha512 = IncrementalHash.CreateHash(HashAlgorithmName.SHA512);
        try
        {
            TimesBase(edwardsKey, a);                                               // A = aB

            Hash(sha512, NoncePrefix, a, message, random, digest);
            Sodium.crypto_core_ed25519_scalar_reduce(r, digest);                    // r = SHA512(FE FF.. || a || M || Z)
            TimesBase(signature[..32], r);                                          // R = rB

            Hash(sha512, signature[..32], edwardsKey, message, [], digest);
            Sodium.crypto_core_ed25519_scalar_reduce(h, digest);                    // h = SHA512(R || A || M)
            Sodium.crypto_core_ed25519_scalar_mul(product, h, a);
            Sodium.crypto_core_ed25519_scalar_add(signature[32..], r, product);     // S = r + ha

            signature[63] |= (byte)(edwardsKey[31] & SignBit);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(digest);
            CryptographicOperations.ZeroMemory(r);
            CryptographicOperations.ZeroMemory(product);
        }
    }

    /// <summary>True only for a signature this key made over exactly this message, in its one canonical form.</summary>
    public static bool Verify(PublicKey key, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        if (signature.Length != SignatureLength)
        {
            return false;
        }

        Span<byte> edwardsKey = stackalloc byte[Ed25519.PublicKeyLength];
        MontgomeryPoint.ToEdwards(key.Span, edwardsKey);
        edwardsKey[31] |= (byte)(signature[63] & SignBit);

        // On a copy: the caller's signature still has to be stored or forwarded as it came.
        Span<byte> plain = stackalloc byte[SignatureLength];
        signature.CopyTo(plain);
        plain[63] &= unchecked((byte)~SignBit);
        return Ed25519.Verify(edwardsKey, message, plain);
    }

    private static void TimesBase(Span<byte> point, ReadOnlySpan<byte> scalar)
    {
        if (Sodium.crypto_scalarmult_ed25519_base_noclamp(point, scalar) != 0)
        {
            throw new CryptoException("The signature could not be made.");
        }
    }

    private static void Hash(
        IncrementalHash sha512,
        ReadOnlySpan<byte> first,
        ReadOnlySpan<byte> second,
        ReadOnlySpan<byte> third,
        ReadOnlySpan<byte> fourth,
        Span<byte> digest)
    {
        sha512.AppendData(first);
        sha512.AppendData(second);
        sha512.AppendData(third);
        sha512.AppendData(fourth);
        sha512.GetHashAndReset(digest);
    }
}
