using System.ComponentModel.DataAnnotations;

namespace WhatsAppKit.Contracts.Messages;

/// <summary>Text to send.</summary>
public sealed record SendTextRequest : SendContentRequest
{
    /// <summary>1 to 65,536 characters.</summary>
    [Required]
    public string? Text { get; init; }

    /// <summary>What is shown of a link in the text; the gateway does not open the link.</summary>
    public LinkPreviewInput? Preview { get; init; }

    /// <summary>Background colour of a status as <c>#RRGGBB</c>.</summary>
    public string? BackgroundColor { get; init; }

    /// <summary>Text colour of a status as <c>#RRGGBB</c>; needs a background.</summary>
    public string? TextColor { get; init; }

    /// <summary>Font of a status: 0, 1, 2 or 6 to 10; needs a background. Default: 0.</summary>
    public int? Font { get; init; }
}

/// <summary>What is shown of a linked page.</summary>
public sealed record LinkPreviewInput
{
    /// <summary>The link exactly as it stands in the text.</summary>
    public string? Url { get; init; }

    /// <summary>The page's title, at most 1000 characters.</summary>
    public string? Title { get; init; }

    /// <summary>The page's description, at most 1000 characters.</summary>
    public string? Description { get; init; }
}
