using WhatsAppKit.Core.Media;

namespace WhatsAppKit.Core.Messages;

/// <summary>Text, with a preview of a link in it where there is one.</summary>
/// <param name="Text">1 to <see cref="MessageService.MaxTextLength"/> characters. A mention stands in it as <c>@</c> and the user part of the JID.</param>
public sealed record TextContent(string Text) : MessageContent
{
    /// <summary>How the recipient shows a link in the text; null shows the bare text.</summary>
    public LinkPreview? Preview { get; init; }

    /// <summary>Colours and font; only status posts show them.</summary>
    public TextStyle? Style { get; init; }
}

/// <summary>What is shown of a linked page. It is made by the sender: nobody else opens the link.</summary>
/// <param name="Url">The link exactly as it stands in the text.</param>
public sealed record LinkPreview(string Url)
{
    /// <summary>The page's title.</summary>
    public string? Title { get; init; }

    /// <summary>The page's description.</summary>
    public string? Description { get; init; }

    /// <summary>A small picture, JPEG, at most <see cref="MediaContent.MaxThumbnailLength"/> bytes; empty for none.</summary>
    public ReadOnlyMemory<byte> Thumbnail { get; init; }

    /// <summary>A large picture, uploaded as <see cref="MediaKind.LinkThumbnail"/>.</summary>
    public MediaFile? Picture { get; init; }

    /// <summary>Width of <see cref="Picture"/> in pixels; 0 when unknown.</summary>
    public int Width { get; init; }

    /// <summary>Height of <see cref="Picture"/> in pixels; 0 when unknown.</summary>
    public int Height { get; init; }
}

/// <summary>How a text status is drawn.</summary>
/// <param name="BackgroundArgb">Background colour as 0xAARRGGBB.</param>
/// <param name="TextArgb">Text colour as 0xAARRGGBB; null for the reader's default.</param>
/// <param name="Font">Font number: 0, 1, 2 or 6 to 10.</param>
public sealed record TextStyle(uint BackgroundArgb, uint? TextArgb = null, int Font = 0);
