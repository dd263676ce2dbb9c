namespace WhatsAppKit.Core.Storage;

/// <summary>The kinds of records a client persists.</summary>
public static class StoreKind
{
    /// <summary>The device's own keys, identity and account; one record.</summary>
    public const string Credentials = "credentials";

    /// <summary>One-time pre-keys, by id.</summary>
    public const string PreKey = "pre-key";

    /// <summary>Signal sessions, by address.</summary>
    public const string Session = "session";

    /// <summary>Identity keys of others, by address.</summary>
    public const string Identity = "identity";

    /// <summary>Device lists, by user.</summary>
    public const string DeviceList = "device-list";

    /// <summary>LID to phone number and back.</summary>
    public const string LidMap = "lid-map";

    /// <summary>Recently sent messages, kept to answer retry requests.</summary>
    public const string SentMessage = "sent-message";

    /// <summary>How often a message was asked for again, by chat and id.</summary>
    public const string RetryCount = "retry-count";

    /// <summary>Secrets of messages, by id and sender: they open votes, answers and edits that name the message.</summary>
    public const string MessageSecret = "message-secret";
}
