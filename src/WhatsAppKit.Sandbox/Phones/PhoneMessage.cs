namespace WhatsAppKit.Sandbox.Phones;

/// <summary>A message as a phone shows it.</summary>
/// <param name="Id">The message id.</param>
/// <param name="From">The writer's number or JID.</param>
/// <param name="To">The chat: the other person's number or JID.</param>
/// <param name="Text">The decrypted text; empty when the message has none.</param>
/// <param name="FromMe">True when a linked device of this phone wrote it.</param>
/// <param name="Timestamp">When the server took it.</param>
public sealed record PhoneMessage(string Id, string From, string To, string Text, bool FromMe, DateTimeOffset Timestamp);
