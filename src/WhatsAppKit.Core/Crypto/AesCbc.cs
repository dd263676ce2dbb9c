using System.Security.Cryptography;

namespace WhatsAppKit.Core.Crypto;

/// <summary>AES-256 in CBC mode (NIST SP 800-38A section 6.2) with PKCS #7 padding (RFC 5652 section 6.3).</summary>
/// <remarks>It does not authenticate: check the MAC before decrypting.</remarks>
internal static class AesCbc
{
    public const int KeyLength = 32;

    public const int BlockLength = 16;

    public static byte[] Encrypt(ReadOnlySpan<byte> key, ReadOnlySpan<byte> iv, ReadOnlySpan<byte> plaintext)
    {
        using var aes = Create(key);
        return aes.EncryptCbc(plaintext, iv);
    }

    /// <summary>Decrypts whole blocks; every padding byte is checked.</summary>
    public static byte[] Decrypt(ReadOnlySpan<byte> key, ReadOnlySpan<byte> iv, ReadOnlySpan<byte> ciphertext)
    {
        // The framework returns nothing at all for an empty ciphertext, though even an empty message has one block.
        if (ciphertext.IsEmpty || ciphertext.Length % BlockLength != 0)
        {
            throw new CryptoException("The ciphertext does not decrypt.");
        }

        using var aes = Create(key);
        try
        {
            return aes.DecryptCbc(ciphertext, iv);
        }
        catch (CryptographicException)
        {
            throw new CryptoException("The ciphertext does not decrypt.");
        }
    }

    private static Aes Create(ReadOnlySpan<byte> key)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(key.Length, KeyLength);
        var aes = Aes.Create();
        aes.SetKey(key);
        return aes;
    }
}
