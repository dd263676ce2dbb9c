using WhatsAppKit.Core.Binary;

namespace WhatsAppKit.Core.Messages;

/// <summary>A message the server has accepted.</summary>
/// <param name="Id">The message id.</param>
/// <param name="To">The chat as it was addressed: for a person the LID where one is known.</param>
/// <param name="Timestamp">When the server accepted it, by its clock.</param>
public sealed record SentMessage(string Id, Jid To, DateTimeOffset Timestamp);
