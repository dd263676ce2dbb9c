namespace WhatsAppKit.Contracts;

/// <content>What can be wrong with a message.</content>
public static partial class ProblemCodes
{
    /// <summary>422: the message cannot be sent there, or done to that message; <c>detail</c> says why.</summary>
    public const string MessageNotSendable = "message-not-sendable";

    /// <summary>Why a message failed: its time to live passed before it could be sent.</summary>
    public const string MessageExpired = "message-expired";

    /// <summary>Why a message failed: it was taken back while it waited.</summary>
    public const string MessageCancelled = "message-cancelled";

    /// <summary>Why a message failed: its instance was unlinked from its account before it could be sent.</summary>
    public const string MessageAbandoned = "message-abandoned";

    /// <summary>409: the message does not wait any more, or may have been sent: it cannot be taken back.</summary>
    public const string MessageNotWaiting = "message-not-waiting";

    /// <summary>429: the instance has begun as many new chats as it may in a day. Chats that exist are not limited by it.</summary>
    public const string NewChatLimit = "new-chat-limit-reached";

    /// <summary>409: the instance is not paired with a WhatsApp account, so it can accept no messages.</summary>
    public const string InstanceNotPaired = "instance-not-paired";

    /// <summary>422: the <c>Idempotency-Key</c> was used before for something else.</summary>
    public const string IdempotencyKeyReused = "idempotency-key-reused";

    /// <summary>409: a request with this <c>Idempotency-Key</c> is being served.</summary>
    public const string IdempotencyKeyInUse = "idempotency-key-in-use";
}
