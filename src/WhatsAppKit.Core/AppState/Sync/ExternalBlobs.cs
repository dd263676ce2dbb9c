using Google.Protobuf;
using WhatsAppKit.Core.AppState.Collections;
using WhatsAppKit.Core.Media;
using WhatsAppKit.Core.Protobuf;

namespace WhatsAppKit.Core.AppState.Sync;

/// <summary>Fetches parts of the app state that are too large for a stanza.</summary>
internal sealed class ExternalBlobs(MediaService media)
{
    /// <summary>A blob, verified and decrypted.</summary>
    /// <exception cref="AppStateDamageException">It is not what the reference says, too large, or gone.</exception>
    /// <exception cref="MediaUnavailableException">It cannot be had now, but perhaps later.</exception>
    public async Task<byte[]> FetchAsync(ExternalBlobReference reference, CancellationToken cancellationToken)
    {
        var size = reference.HasFileSizeBytes ? reference.FileSizeBytes : 0;
        if (size > AppStateLimits.MaxBlobLength)
        {
            throw new AppStateDamageException("a part of it is too large");
        }

        var file = new MediaFile
        {
            Kind = MediaKind.AppState,
            DirectPath = reference.DirectPath,
            MediaKey = reference.MediaKey.Memory,
            FileSha256 = reference.FileSha256.Memory,
            FileEncSha256 = reference.FileEncSha256.Memory,
            Length = size > 0 ? (long)size : MediaFile.UnknownLength,
        };
        try
        {
            using var content = new BoundedStream(AppStateLimits.MaxBlobLength);
            await media.DownloadAsync(file, content, cancellationToken).ConfigureAwait(false);
            return content.ToArray();
        }
        catch (Exception error) when (error is MediaCorruptException or MediaTooLargeException || (error is MediaUnavailableException { IsTransient: false }))
        {
            throw new AppStateDamageException("a part of it cannot be downloaded", error);
        }
    }

    /// <summary>Reads a message of the app state.</summary>
    /// <exception cref="AppStateDamageException">The bytes are none.</exception>
    public static T Parse<T>(MessageParser<T> parser, ReadOnlySpan<byte> bytes)
        where T : IMessage<T>
    {
        try
        {
            return parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException error)
        {
            throw new AppStateDamageException("a part of it is no protobuf message", error);
        }
    }
}
