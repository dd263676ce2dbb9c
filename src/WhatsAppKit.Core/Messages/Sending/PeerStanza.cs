namespace WhatsAppKit.Core.Messages;

/// <summary>What the stanza of a message between devices of the account says besides its content.</summary>
/// <param name="Id">The message's id; a new one when null.</param>
/// <param name="Priority">How urgently the server wakes the other device.</param>
internal sealed record PeerStanza(string? Id = null, string Priority = "high_force");
