using System.Security.Cryptography;
using WhatsAppKit.Core.Crypto;

namespace WhatsAppKit.Core.Pairing.LinkCode;

/// <summary>
/// The device's proof that it knows the code: both identity keys and a random value, sealed under the agreed secret.
/// Layout: salt (32), nonce (12), ciphertext (96), tag (16).
/// </summary>
internal static class KeyBundle
{
    public const int SaltLength = 32;
    public const int NonceLength = 12;
    public const int RandomLength = 32;
    public const int Length = SaltLength + NonceLength + PlainLength + TagLength;

    private const int KeyLength = 32;
    private const int TagLength = 16;
    private const int PlainLength = PublicKey.Length + PublicKey.Length + RandomLength;

    public static byte[] Seal(
        ReadOnlySpan<byte> shared, ReadOnlySpan<byte> salt, ReadOnlySpan<byte> nonce, PublicKey companion, PublicKey primary, ReadOnlySpan<byte> random)
    {
        var bundle = new byte[Length];
        salt.CopyTo(bundle);
        nonce.CopyTo(bundle.AsSpan(SaltLength));
        Span<byte> plain = stackalloc byte[PlainLength];
        companion.Span.CopyTo(plain);
        primary.Span.CopyTo(plain[PublicKey.Length..]);
        random.CopyTo(plain[(PublicKey.Length * 2)..]);
        using var aes = Cipher(shared, salt);
        var sealedPart = bundle.AsSpan(SaltLength + NonceLength);
        aes.Encrypt(nonce, plain, sealedPart[..PlainLength], sealedPart[PlainLength..]);
        CryptographicOperations.ZeroMemory(plain);
        return bundle;
    }

    /// <summary>Opens a bundle and writes its random value; false when it was sealed under another secret or names other keys.</summary>
    public static bool TryOpen(ReadOnlySpan<byte> bundle, ReadOnlySpan<byte> shared, PublicKey companion, PublicKey primary, Span<byte> random)
    {
        if (bundle.Length != Length)
        {
            return false;
        }

        Span<byte> plain = stackalloc byte[PlainLength];
        using var aes = Cipher(shared, bundle[..SaltLength]);
        var sealedPart = bundle[(SaltLength + NonceLength)..];
        try
        {
            aes.Decrypt(bundle.Slice(SaltLength, NonceLength), sealedPart[..PlainLength], sealedPart[PlainLength..], plain);
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }

        var isOurs = CryptographicOperations.FixedTimeEquals(plain[..PublicKey.Length], companion.Span)
            & CryptographicOperations.FixedTimeEquals(plain.Slice(PublicKey.Length, PublicKey.Length), primary.Span);
        if (isOurs)
        {
            plain[(PublicKey.Length * 2)..].CopyTo(random);
        }

        CryptographicOperations.ZeroMemory(plain);
        return isOurs;
    }

    public static void DeriveKey(ReadOnlySpan<byte> shared, ReadOnlySpan<byte> salt, Span<byte> key) =>
        Hkdf.Derive(shared, salt, "link_code_pairing_key_bundle_encryption_key"u8, key);

    private static AesGcm Cipher(ReadOnlySpan<byte> shared, ReadOnlySpan<byte> salt)
    {
        Span<byte> key = stackalloc byte[KeyLength];
        DeriveKey(shared, salt, key);
        var aes = new AesGcm(key, TagLength);
        CryptographicOperations.ZeroMemory(key);
        return aes;
    }
}
