using Microsoft.Extensions.Logging;

namespace WhatsAppKit.Core.Session;

/// <summary>What the session layer logs: ids, counts and reasons, never people's numbers or words.</summary>
internal static partial class SessionLog
{
    [LoggerMessage(2000, LogLevel.Warning, "Refused the job {Name}: {Waiting} are waiting")]
    public static partial void WorkRefused(ILogger logger, string name, int waiting);

    [LoggerMessage(2001, LogLevel.Debug, "Cancelled the job {Name}")]
    public static partial void WorkCancelled(ILogger logger, string name);

    [LoggerMessage(2002, LogLevel.Warning, "The job {Name} failed")]
    public static partial void WorkFailed(ILogger logger, string name, Exception error);

    [LoggerMessage(2012, LogLevel.Error, "The job {Name} failed through a fault of this library or its store, attempt {Attempt}")]
    public static partial void WorkFault(ILogger logger, string name, int attempt, Exception error);

    [LoggerMessage(2003, LogLevel.Warning, "No handler took the stanza {Stanza}")]
    public static partial void Unhandled(ILogger logger, string stanza);

    [LoggerMessage(2004, LogLevel.Warning, "A stanza {Tag} could not be handled and is refused")]
    public static partial void StanzaFailed(ILogger logger, string tag, Exception error);

    [LoggerMessage(2005, LogLevel.Warning, "Could not decrypt message {Id}: {Reason}, attempt {Attempt}")]
    public static partial void Undecryptable(ILogger logger, string id, string reason, int attempt);

    [LoggerMessage(2006, LogLevel.Information, "Uploaded {Count} one-time pre-keys")]
    public static partial void PreKeysUploaded(ILogger logger, int count);

    [LoggerMessage(2007, LogLevel.Warning, "No session with one device of the recipient: {Reason}")]
    public static partial void DeviceSkipped(ILogger logger, string reason);

    [LoggerMessage(2008, LogLevel.Information, "Sent message {Id} again to one device, attempt {Attempt}")]
    public static partial void Resent(ILogger logger, string id, int attempt);

    [LoggerMessage(2009, LogLevel.Information, "A retry request for message {Id} is not answered: {Reason}")]
    public static partial void RetryRefused(ILogger logger, string id, string reason);

    [LoggerMessage(2010, LogLevel.Debug, "Message {Id} was delivered again")]
    public static partial void Repeated(ILogger logger, string id);

    [LoggerMessage(2013, LogLevel.Warning, "The server found a stanza of this device invalid: code {Code}")]
    public static partial void StanzaRefused(ILogger logger, string code);

    [LoggerMessage(2014, LogLevel.Information, "Asked the phone for message {Id}")]
    public static partial void PhoneAsked(ILogger logger, string id);

    [LoggerMessage(2015, LogLevel.Warning, "Too many messages wait for their senders: the phone is not asked for {Id}")]
    public static partial void PhoneNotAsked(ILogger logger, string id);

    [LoggerMessage(2016, LogLevel.Warning, "The server refused a message between devices of this account with code {Code}")]
    public static partial void PeerRefused(ILogger logger, string code);

    [LoggerMessage(2011, LogLevel.Information, "The server has signed pre-key {Id}")]
    public static partial void SignedPreKeyRotated(ILogger logger, uint id);
}
