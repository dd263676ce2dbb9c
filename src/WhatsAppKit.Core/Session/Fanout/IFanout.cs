using WhatsAppKit.Core.Binary;

namespace WhatsAppKit.Core.Session.Fanout;

/// <summary>Gets a message to everybody in one kind of chat.</summary>
internal interface IFanout
{
    /// <summary>Encrypts the message for each device. When this returns, all state it used is durable.</summary>
    Task<PreparedMessage> PrepareAsync(OutgoingMessage message, CancellationToken cancellationToken);

    /// <summary>
    /// Learns from the server's answer: what was cached may be stale, or is now known to have arrived. True when the message
    /// was refused for a cause that is remedied now, so that it should be prepared and sent once more under its id.
    /// </summary>
    Task<bool> AnsweredAsync(PreparedMessage message, BinaryNode ack, CancellationToken cancellationToken);
}
