using WhatsAppKit.Core.Crypto;

namespace WhatsAppKit.Core.Media.Encryption;

/// <summary>The layout of an encrypted file: the padded ciphertext, then the cut MAC. The IV is not in it.</summary>
internal static class MediaFormat
{
    public const int MacLength = 10;

    /// <summary>The smallest encrypted file: one block and the MAC.</summary>
    public const int MinLength = AesCbc.BlockLength + MacLength;

    /// <summary>How much is read, encrypted or hashed at once.</summary>
    public const int ChunkLength = 64 * 1024;

    public static long EncryptedLength(long length) => (((length / AesCbc.BlockLength) + 1) * AesCbc.BlockLength) + MacLength;
}
