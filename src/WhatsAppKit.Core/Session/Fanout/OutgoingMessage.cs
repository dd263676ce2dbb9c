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

    /// <summary>
    /// Makes the node that lets a reader report the message, of this account as the chat knows it and of the chat as it is
    /// addressed; null for none.
    /// </summary>
    public Func<Jid, Jid, BinaryNode?>? Reporting { get; init; }

    /// <summary>The number of the message that a reaction in a channel is about; null elsewhere.</summary>
    public long? ServerId { get; init; }

    /// <summary>What the media host named a channel's file; null elsewhere.</summary>
    public string? MediaHandle { get; init; }

    /// <summary>Whom a status update is for; null leaves that to the account's privacy settings. Other chats ignore it.</summary>
    public IReadOnlyList<Jid>? Recipients { get; init; }
}

/// <summary>A message whose copies are encrypted and whose ratchet steps are durable.</summary>
/// <param name="Stanza">What goes out.</param>
/// <param name="Address">The chat as it is addressed: for a person the LID where one is known.</param>
internal record PreparedMessage(BinaryNode Stanza, Jid Address);

/// <summary>A message that was encrypted once for many devices.</summary>
/// <param name="Stanza">What goes out.</param>
/// <param name="Address">The chat.</param>
/// <param name="Id">The message's id.</param>
/// <param name="Hash">The hash of all devices it is for.</param>
/// <param name="GaveKey">True when it carries our sender key to some of them.</param>
internal sealed record PreparedGroupMessage(BinaryNode Stanza, Jid Address, string Id, string Hash, bool GaveKey) : PreparedMessage(Stanza, Address);
