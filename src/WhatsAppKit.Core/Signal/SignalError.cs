namespace WhatsAppKit.Core.Signal;

/// <summary>Why a session operation failed, by what the caller can do about it.</summary>
internal enum SignalError
{
    /// <summary>There is no session to use: fetch a bundle, or ask for a resend with keys.</summary>
    NoSession,

    /// <summary>The sender's key for this group is not there, or began after this message: ask for a resend.</summary>
    NoSenderKey,

    /// <summary>The message was opened before, or its key has aged out: treat it as received.</summary>
    DuplicateMessage,

    /// <summary>No session opens the message: ask for a resend with keys.</summary>
    InvalidMessage,

    /// <summary>The message names a pre-key that is not given: the sender holds a stale bundle.</summary>
    MissingPreKey,

    /// <summary>More messages are missing in between than a session may skip: ask for a resend.</summary>
    TooFarInFuture,

    /// <summary>The bytes are not a message, or a bundle's keys are unusable.</summary>
    Malformed,

    /// <summary>The signature of a signed pre-key or of a group message does not verify.</summary>
    InvalidSignature,

    /// <summary>The stored bytes are not a record of a known version.</summary>
    CorruptRecord,
}
