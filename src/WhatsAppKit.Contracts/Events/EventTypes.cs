namespace WhatsAppKit.Contracts.Events;

/// <summary>The types of events. The word before the first point is the event's group.</summary>
public static class EventTypes
{
    /// <summary>A message arrived; the data is a <see cref="MessageEventData"/>.</summary>
    public const string MessageReceived = "message.received";

    /// <summary>A message waits to be sent; the data of this and the next five is a <see cref="MessageStatusData"/>.</summary>
    public const string MessageAccepted = "message.accepted";

    /// <summary>WhatsApp has a message.</summary>
    public const string MessageSent = "message.sent";

    /// <summary>A device of the recipient has a message.</summary>
    public const string MessageDelivered = "message.delivered";

    /// <summary>The recipient read a message.</summary>
    public const string MessageRead = "message.read";

    /// <summary>The recipient played a message.</summary>
    public const string MessagePlayed = "message.played";

    /// <summary>A message will not be sent.</summary>
    public const string MessageFailed = "message.failed";

    /// <summary>What a message says was changed; the data of this and the next six is a <see cref="MessageChangeData"/>.</summary>
    public const string MessageEdited = "message.edited";

    /// <summary>A message was deleted for everyone.</summary>
    public const string MessageDeleted = "message.deleted";

    /// <summary>Somebody reacted to a message, or took the reaction back.</summary>
    public const string MessageReaction = "message.reaction";

    /// <summary>Somebody voted in a poll.</summary>
    public const string MessageVote = "message.vote";

    /// <summary>Somebody answered the invitation to an event.</summary>
    public const string MessageEventAnswer = "message.event-answer";

    /// <summary>A message was pinned, or taken down.</summary>
    public const string MessagePinned = "message.pinned";

    /// <summary>A disappearing message is kept, or no longer.</summary>
    public const string MessageKept = "message.kept";

    /// <summary>The status of an instance's connection changed; the data is a <see cref="ConnectionData"/>.</summary>
    public const string ConnectionChanged = "connection.changed";

    /// <summary>Something was done to the subscription, its instances, keys or webhooks; the data of this and the next is an <see cref="ActionData"/>.</summary>
    public const string SystemAction = "system.action";

    /// <summary>Something was done to a user, or by one to the own account.</summary>
    public const string UserAction = "user.action";

    /// <summary>A test of a webhook, sent on request only; the data is a <see cref="PingData"/>.</summary>
    public const string WebhookPing = "webhook.ping";

    /// <summary>Every type that happens by itself.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        MessageReceived, MessageAccepted, MessageSent, MessageDelivered, MessageRead, MessagePlayed, MessageFailed, MessageEdited, MessageDeleted,
        MessageReaction, MessageVote, MessageEventAnswer, MessagePinned, MessageKept, ConnectionChanged, SystemAction, UserAction,
    ];

    /// <summary>Every group.</summary>
    public static IReadOnlyList<string> Groups { get; } = ["connection", "message", "system", "user"];

    /// <summary>The group of a type.</summary>
    public static string GroupOf(string type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return type.Split('.', 2)[0];
    }
}
