using WhatsAppKit.Core.Binary;

namespace WhatsAppKit.Core.Messages;

/// <summary>What a message carries besides its content.</summary>
public sealed record MessageOptions
{
    /// <summary>An id from <see cref="MessageService.CreateId"/>; null makes one. The server drops a second message with the same id.</summary>
    public string? Id { get; init; }

    /// <summary>
    /// True when a message with <see cref="Id"/> may have been sent before, and its answer was lost: what was drawn by lot for it is
    /// used again, so that both copies are the same to whoever gets either.
    /// </summary>
    public bool IsRepeat { get; init; }

    /// <summary>The message this one answers; null for none.</summary>
    public QuotedMessage? ReplyTo { get; init; }

    /// <summary>People named in the text, each written there as <c>@</c> and the user part of the JID. At most 1024.</summary>
    public IReadOnlyList<Jid> Mentions { get; init; } = [];

    /// <summary>True to name everybody in the group.</summary>
    public bool MentionsEveryone { get; init; }

    /// <summary>How often the content has been passed on; 0 for content of one's own. From 5 on it shows as forwarded many times.</summary>
    public int ForwardingScore { get; init; }

    /// <summary>The chat's timer for disappearing messages; null when it has none.</summary>
    public TimeSpan? DisappearsAfter { get; init; }

    /// <summary>The message that announced the album this one belongs to; null for none.</summary>
    public MessageReference? Album { get; init; }
}

/// <summary>A message that is answered, as it is shown above the answer.</summary>
/// <param name="Reference">Which message.</param>
/// <param name="Content">What it said; null when that is not known.</param>
public sealed record QuotedMessage(MessageReference Reference, MessageContent? Content);
