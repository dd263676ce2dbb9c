using WhatsAppKit.Core.Binary;

namespace WhatsAppKit.Core.Media;

/// <summary>Names the message whose file the phone shall upload again.</summary>
public sealed record MediaReuploadRequest
{
    /// <summary>The chat the message is in. For a part of the history it is not told: that message came from the phone itself.</summary>
    public required Jid Chat { get; init; }

    /// <summary>The message's id.</summary>
    public required string MessageId { get; init; }

    /// <summary>True when this account wrote the message.</summary>
    public bool FromMe { get; init; }

    /// <summary>Who wrote the message, in a group or a broadcast list; null elsewhere.</summary>
    public Jid? Participant { get; init; }

    /// <summary>The file as the message names it; its key authenticates the answer.</summary>
    public required MediaFile File { get; init; }

    /// <summary>The message's id and the file's summary; neither people nor keys.</summary>
    public override string ToString() => $"{nameof(MediaReuploadRequest)} {{ {MessageId}, {File} }}";
}
