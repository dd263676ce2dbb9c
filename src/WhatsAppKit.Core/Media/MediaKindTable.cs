namespace WhatsAppKit.Core.Media;

/// <summary>What the protocol knows about each kind of file.</summary>
internal static class MediaKindTable
{
    /// <summary>The text its keys are derived with.</summary>
    public static string KeyInfo(this MediaKind kind) => Row(kind).KeyInfo;

    /// <summary>Its name in download addresses.</summary>
    public static string MmsType(this MediaKind kind) => Row(kind).MmsType;

    /// <summary>Its name in upload addresses. Link thumbnails travel as images.</summary>
    public static string UploadType(this MediaKind kind) => Row(kind).UploadType;

    private static (string KeyInfo, string MmsType, string UploadType) Row(MediaKind kind) => kind switch
    {
        MediaKind.Image or MediaKind.Sticker => ("WhatsApp Image Keys", "image", "image"),
        MediaKind.Video => ("WhatsApp Video Keys", "video", "video"),
        MediaKind.Audio => ("WhatsApp Audio Keys", "audio", "audio"),
        MediaKind.Document => ("WhatsApp Document Keys", "document", "document"),
        MediaKind.LinkThumbnail => ("WhatsApp Link Thumbnail Keys", "thumbnail-link", "image"),
        MediaKind.StickerPack => ("WhatsApp Sticker Pack Keys", "sticker-pack", "sticker-pack"),
        MediaKind.History => ("WhatsApp History Keys", "md-msg-hist", "md-app-state"),
        MediaKind.AppState => ("WhatsApp App State Keys", "md-app-state", "md-app-state"),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such kind of file."),
    };
}
