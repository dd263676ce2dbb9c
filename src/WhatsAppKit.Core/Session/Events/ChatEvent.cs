using WhatsAppKit.Core.Binary;

namespace WhatsAppKit.Core.Session.Events;

/// <summary>Something somebody did in a chat, told by a message of theirs. Raised once for each message, whatever the server repeats.</summary>
public abstract record ChatEvent : WhatsAppEvent
{
    /// <summary>The message id, unique within the chat and sender.</summary>
    public string Id { get; init; } = "";

    /// <summary>The chat: a person without device, a group, a channel, or <c>status@broadcast</c>.</summary>
    public Jid Chat { get; init; }

    /// <summary>The same person as <see cref="Chat"/> in the other addressing (LID or phone number), when known.</summary>
    public Jid? ChatAlternate { get; init; }

    /// <summary>The message's number in its channel; null elsewhere.</summary>
    public long? ServerId { get; init; }

    /// <summary>Who wrote it, without device.</summary>
    public Jid Sender { get; init; }

    /// <summary>The same person as <see cref="Sender"/> in the other addressing (LID or phone number), when known.</summary>
    public Jid? SenderAlternate { get; init; }

    /// <summary>True when another device of this account wrote it.</summary>
    public bool FromMe { get; init; }

    /// <summary>When it was sent, by the server's clock.</summary>
    public DateTimeOffset Timestamp { get; init; }

    /// <summary>The name its writer chose, when given.</summary>
    public string? PushName { get; init; }

    /// <summary>True when it waited on the server while this device was away.</summary>
    public bool IsOffline { get; init; }
}
