using WhatsAppKit.Core.Binary;

namespace WhatsAppKit.Core.History;

/// <summary>A chat as the phone shows it.</summary>
public sealed record HistoryChat
{
    /// <summary>The chat: a person without device, a group, a channel, or a broadcast list.</summary>
    public required Jid Chat { get; init; }

    /// <summary>The same person in the other addressing (LID or phone number), when known.</summary>
    public Jid? Alternate { get; init; }

    /// <summary>A group's subject, or the name a person has in the address book; null when not told.</summary>
    public string? Name { get; init; }

    /// <summary>The name by which people find each other without a number; null for none.</summary>
    public string? Username { get; init; }

    /// <summary>When the chat saw its last message; null when not told.</summary>
    public DateTimeOffset? LastMessageAt { get; init; }

    /// <summary>How many messages are unread.</summary>
    public int UnreadCount { get; init; }

    /// <summary>True when its owner marked it as unread.</summary>
    public bool IsMarkedUnread { get; init; }

    /// <summary>True when it is in the archive.</summary>
    public bool IsArchived { get; init; }

    /// <summary>True when this account cannot write there, as in a group it left.</summary>
    public bool IsReadOnly { get; init; }

    /// <summary>When it was pinned; null when it is not.</summary>
    public DateTimeOffset? PinnedAt { get; init; }

    /// <summary>Until when it is muted; null when it is not, <see cref="DateTimeOffset.MaxValue"/> for ever.</summary>
    public DateTimeOffset? MutedUntil { get; init; }

    /// <summary>How long new messages stay; null for good.</summary>
    public TimeSpan? DisappearsAfter { get; init; }

    /// <summary>False when the phone has no older messages of it; null when not told.</summary>
    public bool? HasMore { get; init; }
}
