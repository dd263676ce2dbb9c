using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Protobuf;
using WhatsAppKit.Core.Storage;

namespace WhatsAppKit.Core.Session.Fanout;

/// <summary>A message that is to be encrypted and sent.</summary>
/// <param name="Id">Its id, fixed by now: the server drops a second message with the same one.</param>
/// <param name="To">The chat, as the caller named it.</param>
/// <param name="Content">What it says.</param>
internal sealed record OutgoingMessage(string Id, Jid To, Message Content)
{
    public StanzaShape Shape { get; } = StanzaShape.Of(Content);

    /// <summary>What becomes durable together with the ratchet steps, before the message leaves.</summary>
    public IReadOnlyList<StoreChange> Alongside { get; init; } = [];
}

/// <summary>A message whose copies are encrypted and whose ratchet steps are durable.</summary>
/// <param name="Stanza">What goes out.</param>
/// <param name="Address">The chat as it is addressed: for a person the LID where one is known.</param>
internal sealed record PreparedMessage(BinaryNode Stanza, Jid Address);
