namespace WhatsAppKit.Sandbox.Media;

/// <summary>What the media host does wrong, instead of or besides its duty.</summary>
/// <param name="Operation">What it goes wrong with.</param>
public sealed record MediaFault(MediaOperation Operation)
{
    /// <summary>How many requests meet the fault. Default: 1.</summary>
    public int Times { get; init; } = 1;

    /// <summary>The HTTP status to answer instead of doing anything.</summary>
    public int? Status { get; init; }

    /// <summary>The position of a byte of the stored file to change in a download; negative counts from the end.</summary>
    public long? CorruptAt { get; init; }

    /// <summary>How many bytes a download ends after, as if the file were that short.</summary>
    public long? TruncateAt { get; init; }

    /// <summary>How many bytes a download breaks off after, in the middle of the connection.</summary>
    public long? BreakAt { get; init; }

    /// <summary>How long to pause before every 64 KiB of a download, or before the answer to an upload.</summary>
    public TimeSpan Delay { get; init; }
}
