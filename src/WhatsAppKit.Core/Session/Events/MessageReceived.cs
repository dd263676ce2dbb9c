using WhatsAppKit.Core.Binary;

namespace WhatsAppKit.Core.Session.Events;

/// <summary>A message arrived and was decrypted. Raised once for each message, whatever the server repeats.</summary>
public sealed record MessageReceived : WhatsAppEvent
{
    /// <summary>The message id, unique within the chat and sender.</summary>
    public required string Id { get; init; }

    /// <summary>The chat: a person without device, or a group.</summary>
    public required Jid Chat { get; init; }

    /// <summary>The same person as <see cref="Chat"/> in the other addressing (LID or phone number), when known.</summary>
    public Jid? ChatAlternate { get; init; }

    /// <summary>Who wrote it, without device.</summary>
    public required Jid Sender { get; init; }

    /// <summary>True when another device of this account wrote it.</summary>
    public bool FromMe { get; init; }

    /// <summary>The text; null when the message is of a kind without text.</summary>
    public string? Text { get; init; }

    /// <summary>When it was sent, by the server's clock.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>The name its writer chose, when given.</summary>
    public string? PushName { get; init; }

    /// <summary>True when it waited on the server while this device was away.</summary>
    public bool IsOffline { get; init; }

    /// <summary>The decrypted protobuf message, for kinds this library does not model.</summary>
    public ReadOnlyMemory<byte> RawContent { get; init; }
}
