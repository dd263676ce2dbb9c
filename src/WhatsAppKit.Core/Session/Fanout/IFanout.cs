using WhatsAppKit.Core.Binary;

namespace WhatsAppKit.Core.Session.Fanout;

/// <summary>Gets a message to everybody in one kind of chat.</summary>
internal interface IFanout
{
    /// <summary>Encrypts the message for each device. When this returns, all state it used is durable.</summary>
    Task<PreparedMessage> PrepareAsync(OutgoingMessage message, CancellationToken cancellationToken);

    /// <summary>Learns from the server's answer: what was cached may be stale, or is now known to have arrived.</summary>
    Task AnsweredAsync(PreparedMessage message, BinaryNode ack, CancellationToken cancellationToken);
}
