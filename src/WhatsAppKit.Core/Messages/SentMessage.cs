using WhatsAppKit.Core.Binary;

namespace WhatsAppKit.Core.Messages;

/// <summary>A message the server has accepted.</summary>
/// <param name="Id">The message id.</param>
/// <param name="To">The chat as it was addressed: for a person the LID where one is known.</param>
/// <param name="Sender">This account, as the chat knows it.</param>
/// <param name="Timestamp">When the server accepted it, by its clock.</param>
public sealed record SentMessage(string Id, Jid To, Jid Sender, DateTimeOffset Timestamp)
{
    /// <summary>The message's number in its channel; null elsewhere.</summary>
    public long? ServerId { get; init; }

    /// <summary>What names this message in edits, reactions and votes.</summary>
    public MessageReference Reference => new(To, Id, Sender, FromMe: true) { ServerId = ServerId };
}
