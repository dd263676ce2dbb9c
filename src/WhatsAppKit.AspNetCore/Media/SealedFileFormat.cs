using System.Buffers.Binary;
using System.Security.Cryptography;

namespace WhatsAppKit.AspNetCore.Media;

/// <summary>
/// A file at rest: chunks of 64 KiB, each sealed with AES-256-GCM under the file's own key. The nonce is the chunk's number and
/// whether it is the last, so chunks cannot be moved, repeated or cut off; and parts can be read without the rest.
/// </summary>
internal static class SealedFileFormat
{
    public const int KeyLength = 32;
    public const int ChunkLength = 64 * 1024;
    public const int TagLength = 16;
    public const int SealedChunkLength = ChunkLength + TagLength;

    private const int NonceLength = 12;

    public static AesGcm Cipher(byte[] key) => new(key, TagLength);

    /// <summary>How many bytes a sealed file of that length holds.</summary>
    public static long ContentLength(long sealedLength)
    {
        var whole = sealedLength / SealedChunkLength;
        var rest = sealedLength % SealedChunkLength;
        return rest is > 0 and <= TagLength ? throw Damaged() : (whole * ChunkLength) + (rest == 0 ? 0 : rest - TagLength);
    }

    public static void Seal(AesGcm cipher, long number, bool isLast, ReadOnlySpan<byte> content, Span<byte> output)
    {
        Span<byte> nonce = stackalloc byte[NonceLength];
        WriteNonce(nonce, number, isLast);
        cipher.Encrypt(nonce, content, output[..content.Length], output.Slice(content.Length, TagLength));
    }

    /// <exception cref="InvalidDataException">The chunk is not what was written there.</exception>
    public static void Open(AesGcm cipher, long number, bool isLast, ReadOnlySpan<byte> chunk, Span<byte> content)
    {
        Span<byte> nonce = stackalloc byte[NonceLength];
        WriteNonce(nonce, number, isLast);
        try
        {
            cipher.Decrypt(nonce, chunk[..^TagLength], chunk[^TagLength..], content[..(chunk.Length - TagLength)]);
        }
        catch (AuthenticationTagMismatchException error)
        {
            throw Damaged(error);
        }
    }

    public static InvalidDataException Damaged(Exception? inner = null) => new("A stored file is damaged.", inner);

    private static void WriteNonce(Span<byte> nonce, long number, bool isLast)
    {
        BinaryPrimitives.WriteInt64BigEndian(nonce, number);
        nonce[8] = isLast ? (byte)1 : (byte)0;
    }
}
