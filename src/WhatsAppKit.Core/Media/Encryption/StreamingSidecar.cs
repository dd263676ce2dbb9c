using System.Security.Cryptography;
using WhatsAppKit.Core.Crypto;

namespace WhatsAppKit.Core.Media.Encryption;

/// <summary>
/// A MAC for every 64 KiB of an encrypted file, each over the piece and the block before it, so that a piece can be checked
/// and decrypted alone. It travels in the message, which authenticates it.
/// </summary>
internal static class StreamingSidecar
{
    public const int PieceLength = 64 * 1024;

    /// <summary>The MAC of one piece.</summary>
    /// <param name="keys">The file's keys.</param>
    /// <param name="previous">The block before the piece; the IV before the first.</param>
    /// <param name="piece">The piece: full, or the last one.</param>
    /// <param name="output">Takes 10 bytes.</param>
    public static void Mac(MediaKeys keys, ReadOnlySpan<byte> previous, ReadOnlySpan<byte> piece, Span<byte> output)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(previous.Length, AesCbc.BlockLength);
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, keys.MacKey);
        hmac.AppendData(previous);
        hmac.AppendData(piece);
        Span<byte> mac = stackalloc byte[SHA256.HashSizeInBytes];
        hmac.GetHashAndReset(mac);
        mac[..MediaFormat.MacLength].CopyTo(output);
    }

    /// <summary>Checks one piece against its entry.</summary>
    /// <exception cref="MediaCorruptException">It differs, or the sidecar has no such entry.</exception>
    public static void Check(ReadOnlySpan<byte> sidecar, long index, MediaKeys keys, ReadOnlySpan<byte> previous, ReadOnlySpan<byte> piece)
    {
        Span<byte> mac = stackalloc byte[MediaFormat.MacLength];
        Mac(keys, previous, piece, mac);
        var at = index * MediaFormat.MacLength;
        if (at + MediaFormat.MacLength > sidecar.Length
            || !CryptographicOperations.FixedTimeEquals(mac, sidecar.Slice((int)at, MediaFormat.MacLength)))
        {
            throw new MediaCorruptException("a part differs from its sidecar");
        }
    }
}
