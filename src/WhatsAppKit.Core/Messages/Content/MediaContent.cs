using WhatsAppKit.Core.Media;

namespace WhatsAppKit.Core.Messages;

/// <summary>A file: uploaded with <c>client.Media</c> before it is sent, downloaded with it when it was received.</summary>
/// <param name="File">Where the encrypted file lies, and the key to it.</param>
public abstract record MediaContent(MediaFile File) : MessageContent
{
    /// <summary>The longest inline thumbnail that is accepted, in bytes.</summary>
    public const int MaxThumbnailLength = 64 * 1024;

    /// <summary>Text shown with the file; null for none.</summary>
    public string? Caption { get; init; }

    /// <summary>True when it can be opened once only. For images, videos and voice messages.</summary>
    public bool IsViewOnce { get; init; }

    /// <summary>A small picture of the content, JPEG (stickers: PNG); empty for none.</summary>
    public ReadOnlyMemory<byte> Thumbnail { get; init; }
}

/// <summary>A picture.</summary>
/// <param name="File">The uploaded file, of <see cref="MediaKind.Image"/>.</param>
public sealed record ImageContent(MediaFile File) : MediaContent(File)
{
    /// <summary>Width in pixels; 0 when unknown.</summary>
    public int Width { get; init; }

    /// <summary>Height in pixels; 0 when unknown.</summary>
    public int Height { get; init; }
}

/// <summary>A video, a silent looping one (GIF), or a round video note.</summary>
/// <param name="File">The uploaded file, of <see cref="MediaKind.Video"/>.</param>
public sealed record VideoContent(MediaFile File) : MediaContent(File)
{
    /// <summary>Width in pixels; 0 when unknown.</summary>
    public int Width { get; init; }

    /// <summary>Height in pixels; 0 when unknown.</summary>
    public int Height { get; init; }

    /// <summary>Length, sent in whole seconds; zero when unknown.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>True for a video without sound that plays in a loop.</summary>
    public bool IsGif { get; init; }

    /// <summary>True for a round video note; it has no caption.</summary>
    public bool IsNote { get; init; }
}

/// <summary>Sound: a voice message or an audio file.</summary>
/// <param name="File">The uploaded file, of <see cref="MediaKind.Audio"/>. A voice message is <c>audio/ogg; codecs=opus</c>.</param>
public sealed record AudioContent(MediaFile File) : MediaContent(File)
{
    /// <summary>Length, sent in whole seconds; zero when unknown.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>True for a voice message.</summary>
    public bool IsVoice { get; init; }

    /// <summary>Loudness over the length of a voice message: 64 values from 0 to 100; empty for none.</summary>
    public ReadOnlyMemory<byte> Waveform { get; init; }

    /// <summary>Background colour as 0xAARRGGBB when posted as a status.</summary>
    public uint? BackgroundArgb { get; init; }
}

/// <summary>Any file.</summary>
/// <param name="File">The uploaded file, of <see cref="MediaKind.Document"/>.</param>
public sealed record DocumentContent(MediaFile File) : MediaContent(File)
{
    /// <summary>The name the recipient sees. What a sender puts here is untrusted: never use it as a path.</summary>
    public string? FileName { get; init; }

    /// <summary>A title; null for none.</summary>
    public string? Title { get; init; }

    /// <summary>Number of pages; 0 when unknown.</summary>
    public int PageCount { get; init; }
}

/// <summary>A sticker, WebP of 512 by 512 pixels.</summary>
/// <param name="File">The uploaded file, of <see cref="MediaKind.Sticker"/>.</param>
public sealed record StickerContent(MediaFile File) : MediaContent(File)
{
    /// <summary>Width in pixels; 0 when unknown.</summary>
    public int Width { get; init; }

    /// <summary>Height in pixels; 0 when unknown.</summary>
    public int Height { get; init; }

    /// <summary>True when it moves.</summary>
    public bool IsAnimated { get; init; }

    /// <summary>True for a vector animation.</summary>
    public bool IsLottie { get; init; }
}
