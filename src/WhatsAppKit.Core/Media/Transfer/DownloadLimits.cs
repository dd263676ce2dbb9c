using System.Security.Cryptography;
using WhatsAppKit.Core.Media.Encryption;

namespace WhatsAppKit.Core.Media.Transfer;

/// <summary>What a message's words about a file allow to be fetched. They are hostile until proven right.</summary>
internal static class DownloadLimits
{
    /// <exception cref="MediaCorruptException">The message lacks what the file could be checked with.</exception>
    /// <exception cref="MediaTooLargeException">The file says it is larger than the limit.</exception>
    public static void Check(MediaFile file, MediaOptions options)
    {
        var hashes = file.IsEncrypted ? file.FileEncSha256.Length : SHA256.HashSizeInBytes;
        var key = file.IsEncrypted ? file.MediaKey.Length : MediaKeys.SecretLength;
        if (file.FileSha256.Length != SHA256.HashSizeInBytes || hashes != SHA256.HashSizeInBytes || key != MediaKeys.SecretLength)
        {
            throw new MediaCorruptException("it has no proper key and hashes to check it with");
        }

        if (!file.IsEncrypted && !file.FileEncSha256.IsEmpty)
        {
            throw new MediaCorruptException("it is encrypted, and its key is missing");
        }

        if (file.Length < MediaFile.UnknownLength)
        {
            throw new MediaCorruptException("its length is negative");
        }

        if (file.Length > options.MaxDownloadBytes)
        {
            throw new MediaTooLargeException($"{file.Length} bytes, and at most {options.MaxDownloadBytes} are allowed", options.MaxDownloadBytes);
        }
    }

    /// <summary>The most bytes a host may answer for the whole file.</summary>
    public static long StoredLength(MediaFile file, MediaOptions options)
    {
        var length = file.Length == MediaFile.UnknownLength ? options.MaxDownloadBytes : file.Length;
        return file.IsEncrypted ? MediaFormat.EncryptedLength(length) : length;
    }

    /// <summary>What to fetch for a part of the file.</summary>
    /// <exception cref="MediaCorruptException">The sidecar does not fit the file.</exception>
    public static RangePlan Plan(MediaFile file, long start, long end, int sidecarLength)
    {
        if (!file.IsEncrypted)
        {
            return RangePlan.Plain(start, end);
        }

        if (sidecarLength == 0)
        {
            return RangePlan.Shortest(start, end);
        }

        var stored = MediaFormat.EncryptedLength(file.Length);
        var pieces = (stored + StreamingSidecar.PieceLength - 1) / StreamingSidecar.PieceLength;
        return file.Length != MediaFile.UnknownLength && sidecarLength == pieces * MediaFormat.MacLength
            ? RangePlan.Pieces(start, end, stored)
            : throw new MediaCorruptException("its sidecar does not fit its length");
    }
}
