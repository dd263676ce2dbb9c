using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Messages;

namespace WhatsAppKit.Core.Session.Events;

/// <summary>A message arrived and was decrypted.</summary>
public sealed record MessageReceived : ChatEvent
{
    /// <summary>What it says.</summary>
    public required MessageContent Content { get; init; }

    /// <summary>The text, or the caption of a file; null when there is neither.</summary>
    public string? Text => Content switch
    {
        TextContent text => text.Text,
        MediaContent media => media.Caption,
        _ => null,
    };

    /// <summary>The message it answers; null for none.</summary>
    public QuotedMessage? Quoted { get; init; }

    /// <summary>People named in the text.</summary>
    public IReadOnlyList<Jid> Mentions { get; init; } = [];

    /// <summary>True when everybody in the group is named.</summary>
    public bool MentionsEveryone { get; init; }

    /// <summary>True when its content was passed on.</summary>
    public bool IsForwarded { get; init; }

    /// <summary>How often its content was passed on, as far as the sender tells.</summary>
    public int ForwardingScore { get; init; }

    /// <summary>How long after it was sent it disappears; null for never.</summary>
    public TimeSpan? DisappearsAfter { get; init; }

    /// <summary>The message that announced the album this one belongs to; null for none.</summary>
    public MessageReference? Album { get; init; }

    /// <summary>The decrypted protobuf message, for content this library does not model.</summary>
    public ReadOnlyMemory<byte> RawContent { get; init; }

    /// <summary>What names this message in replies, reactions and receipts.</summary>
    public MessageReference Reference => new(Chat, Id, Sender, FromMe) { ServerId = ServerId };
}
