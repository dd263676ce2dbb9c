using System.ComponentModel.DataAnnotations;
using WhatsAppKit.Contracts.Media;

namespace WhatsAppKit.Contracts.Messages;

/// <summary>
/// A file to send. As <c>multipart/form-data</c> the part <c>file</c> holds the file, and the other fields are form fields, or one part
/// <c>request</c> with JSON; as JSON, <see cref="Media"/> names the file.
/// </summary>
public abstract record SendMediaRequest : SendContentRequest
{
    /// <summary>The file, when the request is JSON.</summary>
    [Required]
    public MediaInput? Media { get; init; }
}

/// <summary>A picture to send.</summary>
public sealed record SendImageRequest : SendMediaRequest
{
    /// <summary>Text shown with it, at most 65,536 characters.</summary>
    public string? Caption { get; init; }

    /// <summary>True when it can be opened once only.</summary>
    public bool? ViewOnce { get; init; }

    /// <summary>The id of the album it belongs to.</summary>
    public string? AlbumId { get; init; }
}

/// <summary>A video to send.</summary>
public sealed record SendVideoRequest : SendMediaRequest
{
    /// <summary>Text shown with it, at most 65,536 characters; none for a note.</summary>
    public string? Caption { get; init; }

    /// <summary>True when it can be opened once only.</summary>
    public bool? ViewOnce { get; init; }

    /// <summary>True for a video without sound that plays in a loop.</summary>
    public bool? IsGif { get; init; }

    /// <summary>True for a round video note.</summary>
    public bool? IsNote { get; init; }

    /// <summary>Width in pixels.</summary>
    public int? Width { get; init; }

    /// <summary>Height in pixels.</summary>
    public int? Height { get; init; }

    /// <summary>Length in whole seconds; read from the file by default.</summary>
    public int? DurationSeconds { get; init; }

    /// <summary>The id of the album it belongs to.</summary>
    public string? AlbumId { get; init; }
}

/// <summary>An audio file to send.</summary>
public sealed record SendAudioRequest : SendMediaRequest
{
    /// <summary>Length in whole seconds; read from the file by default.</summary>
    public int? DurationSeconds { get; init; }
}

/// <summary>A voice message to send: Ogg with Opus.</summary>
public sealed record SendVoiceRequest : SendMediaRequest
{
    /// <summary>Length in whole seconds; read from the file by default.</summary>
    public int? DurationSeconds { get; init; }

    /// <summary>Loudness over its length: 64 numbers from 0 to 100.</summary>
    public IReadOnlyList<int>? Waveform { get; init; }

    /// <summary>True when it can be played once only.</summary>
    public bool? ViewOnce { get; init; }

    /// <summary>Background colour of a status as <c>#RRGGBB</c>.</summary>
    public string? BackgroundColor { get; init; }
}

/// <summary>Any file to send.</summary>
public sealed record SendDocumentRequest : SendMediaRequest
{
    /// <summary>Text shown with it, at most 65,536 characters.</summary>
    public string? Caption { get; init; }

    /// <summary>The name the recipient sees; by default the file's own.</summary>
    public string? FileName { get; init; }

    /// <summary>A title, at most 1000 characters.</summary>
    public string? Title { get; init; }

    /// <summary>Number of pages.</summary>
    public int? PageCount { get; init; }
}

/// <summary>A sticker to send: WebP, 512 by 512 pixels.</summary>
public sealed record SendStickerRequest : SendMediaRequest
{
    /// <summary>True when it moves.</summary>
    public bool? IsAnimated { get; init; }
}
