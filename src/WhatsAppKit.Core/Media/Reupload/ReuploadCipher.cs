using System.Security.Cryptography;
using System.Text;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Crypto;

namespace WhatsAppKit.Core.Media.Reupload;

/// <summary>Seals what a device and its phone say about one message's file, with a key that only who has the message knows.</summary>
internal static class ReuploadCipher
{
    private const int IvLength = 12;
    private const int TagLength = 16;
    private const int MaxLength = 64 * 1024;

    private static ReadOnlySpan<byte> Info => "WhatsApp Media Retry Notification"u8;

    /// <summary>The node that carries a sealed text.</summary>
    public static BinaryNode Seal(ReadOnlySpan<byte> mediaKey, string messageId, ReadOnlySpan<byte> plaintext) =>
        Seal(mediaKey, messageId, plaintext, RandomNumberGenerator.GetBytes(IvLength));

    internal static BinaryNode Seal(ReadOnlySpan<byte> mediaKey, string messageId, ReadOnlySpan<byte> plaintext, byte[] iv)
    {
        var ciphertext = new byte[plaintext.Length + TagLength];
        using var aes = Cipher(mediaKey);
        aes.Encrypt(iv, plaintext, ciphertext.AsSpan(0, plaintext.Length), ciphertext.AsSpan(plaintext.Length), Encoding.UTF8.GetBytes(messageId));
        return new BinaryNode("encrypt", null, new BinaryNode("enc_p", null, ciphertext), new BinaryNode("enc_iv", null, iv));
    }

    /// <summary>Opens such a node.</summary>
    /// <exception cref="CryptoException">It was not made with this message's key.</exception>
    public static byte[] Open(ReadOnlySpan<byte> mediaKey, string messageId, BinaryNode encrypt)
    {
        var ciphertext = (encrypt.Child("enc_p")?.Bytes ?? default).Span;
        var iv = (encrypt.Child("enc_iv")?.Bytes ?? default).Span;
        if (ciphertext.Length is < TagLength or > MaxLength || iv.Length != IvLength)
        {
            throw new CryptoException("The sealed text does not open.");
        }

        var plaintext = new byte[ciphertext.Length - TagLength];
        using var aes = Cipher(mediaKey);
        try
        {
            aes.Decrypt(iv, ciphertext[..^TagLength], ciphertext[^TagLength..], plaintext, Encoding.UTF8.GetBytes(messageId));
            return plaintext;
        }
        catch (AuthenticationTagMismatchException)
        {
            throw new CryptoException("The sealed text does not open.");
        }
    }

    internal static byte[] Key(ReadOnlySpan<byte> mediaKey)
    {
        var key = new byte[32];
        Hkdf.Derive(mediaKey, [], Info, key);
        return key;
    }

    private static AesGcm Cipher(ReadOnlySpan<byte> mediaKey)
    {
        var key = Key(mediaKey);
        try
        {
            return new AesGcm(key, TagLength);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }
}
