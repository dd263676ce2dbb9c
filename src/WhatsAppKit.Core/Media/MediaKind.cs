namespace WhatsAppKit.Core.Media;

/// <summary>
/// What a file is to WhatsApp: it decides how its keys are derived and where it is stored. A file opened as the wrong
/// kind fails as <see cref="MediaCorruptException"/>, so the kind follows from the message's field, never from a MIME type.
/// </summary>
public enum MediaKind
{
    /// <summary>A picture.</summary>
    Image,

    /// <summary>A video, a GIF or a video note.</summary>
    Video,

    /// <summary>An audio file or a voice note.</summary>
    Audio,

    /// <summary>A document.</summary>
    Document,

    /// <summary>A sticker. Its keys are those of an image.</summary>
    Sticker,

    /// <summary>The large picture of a link preview.</summary>
    LinkThumbnail,

    /// <summary>A pack of stickers (zip).</summary>
    StickerPack,

    /// <summary>A part of the chat history that a phone hands to a new device.</summary>
    History,

    /// <summary>A part of the app state that is too large for a stanza.</summary>
    AppState,
}
