using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Media;

namespace WhatsAppKit.AspNetCore.Messages.Content;

/// <summary>A received file, and the message it came with: what a download and a request for a new upload need.</summary>
internal sealed record MediaSource
{
    public required MediaFile File { get; init; }

    public required Jid Chat { get; init; }

    public required string MessageId { get; init; }

    public bool FromMe { get; init; }

    /// <summary>Who wrote it, in a group; else empty.</summary>
    public Jid Participant { get; init; }
}
