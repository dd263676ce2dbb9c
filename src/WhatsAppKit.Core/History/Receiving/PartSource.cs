using System.Runtime.InteropServices;
using Google.Protobuf;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Media;
using WhatsAppKit.Core.Protobuf;
using WhatsAppKit.Core.Session;

namespace WhatsAppKit.Core.History;

/// <summary>Gets a part: it stands in the notification itself, or on a media host.</summary>
internal sealed class PartSource(MediaService media, HistoryOptions options)
{
    /// <summary>The packed part; the stream can seek.</summary>
    public async Task<Stream> OpenAsync(PendingPart part, CancellationToken cancellationToken)
    {
        var notification = part.Notification;
        if (notification.InitialHistBootstrapInlinePayload is { IsEmpty: false } inline)
        {
            return new MemoryStream(Bytes(inline), writable: false);
        }

        var file = FileOf(notification);
        try
        {
            return await media.OpenReadAsync(file, cancellationToken).ConfigureAwait(false);
        }
        catch (MediaUnavailableException error) when (error.MayReupload)
        {
            var request = new MediaReuploadRequest { Chat = Jid.WhatsAppServer, MessageId = part.Id, File = file };
            return await media.OpenReadAsync(await media.RequestReuploadAsync(request, cancellationToken).ConfigureAwait(false), cancellationToken)
                .ConfigureAwait(false);
        }
    }

    private MediaFile FileOf(HistorySyncNotification notification) =>
        notification.FileLength <= (ulong)options.MaxCompressedBytes && notification.MediaKey.Length > 0
            ? new MediaFile
            {
                Kind = MediaKind.History,
                DirectPath = notification.DirectPath,
                MediaKey = notification.MediaKey.Memory,
                FileSha256 = notification.FileSha256.Memory,
                FileEncSha256 = notification.FileEncSha256.Memory,
                Length = (long)notification.FileLength,
            }
            : throw new ProtocolException("A part of the history is too large, or has no key.");

    private static byte[] Bytes(ByteString bytes) =>
        MemoryMarshal.TryGetArray(bytes.Memory, out var array) && array.Offset == 0 && array.Count == array.Array!.Length ? array.Array : bytes.ToByteArray();
}
