namespace WhatsAppKit.Core.Storage;

/// <summary>The kinds of records a client persists.</summary>
public static class StoreKind
{
    /// <summary>The device's own keys, identity and account; one record.</summary>
    public const string Credentials = "credentials";

    /// <summary>One-time pre-keys, by id.</summary>
    public const string PreKey = "pre-key";

    /// <summary>Signed pre-keys that were replaced, by id, until no message can need them any more.</summary>
    public const string SignedPreKey = "signed-pre-key";

    /// <summary>Signal sessions, by address.</summary>
    public const string Session = "session";

    /// <summary>Identity keys of others, by address.</summary>
    public const string Identity = "identity";

    /// <summary>Sender keys, by group and the address of the device that sends with them.</summary>
    public const string SenderKey = "sender-key";

    /// <summary>Which devices have this device's own sender key, by group.</summary>
    public const string SenderKeyDistribution = "sender-key-distribution";

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

    /// <summary>What WhatsApp does not let the account do for now, by what it is about.</summary>
    public const string AccountLimit = "account-limit";

    /// <summary>What contacts and this account trust each other with, by contact.</summary>
    public const string PrivacyToken = "privacy-token";

    /// <summary>Messages the phone was asked for, by id.</summary>
    public const string Placeholder = "placeholder";

    /// <summary>Which messages arrived lately, by sender, chat and id: a repetition is not raised again.</summary>
    public const string ReceivedMessage = "received-message";

    /// <summary>Deletions of others' messages that wait until it is known who may delete; one record.</summary>
    public const string Revocation = "revocation";

    /// <summary>The keys of the app state that the phone shared; one record.</summary>
    public const string AppStateKey = "app-state-key";

    /// <summary>How far this device is in each collection of the app state, by collection.</summary>
    public const string AppStateCollection = "app-state-collection";

    /// <summary>The records of the app state's collections, by collection and part.</summary>
    public const string AppStateRecords = "app-state-records";

    /// <summary>What the phone was asked for to read or to mend the app state, and its answers.</summary>
    public const string AppStateRequest = "app-state-request";

    /// <summary>Parts of the history that wait to be read, and which of them were asked for again.</summary>
    public const string History = "history";
}
