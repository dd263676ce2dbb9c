namespace WhatsAppKit.Core.Messages;

/// <summary>Why the server refused a message.</summary>
public enum RejectionReason
{
    /// <summary>A code whose meaning is not known.</summary>
    Other,

    /// <summary>463: the account may not write to new people for now, or this person must write first.</summary>
    Restricted,

    /// <summary>475: the account has begun as many new chats as it may.</summary>
    NewChatLimit,

    /// <summary>479: the server found the stanza invalid, most often over a stale list of devices. The next message uses a new list.</summary>
    InvalidStanza,

    /// <summary>421: the group changed how its members are addressed, and did so again while the message was sent a second time.</summary>
    StaleAddressing,

    /// <summary>400, 405 or 420: refused for causes the server does not tell.</summary>
    Rejected,
}
