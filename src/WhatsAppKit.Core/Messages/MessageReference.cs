using WhatsAppKit.Core.Binary;

namespace WhatsAppKit.Core.Messages;

/// <summary>Names one message: what a reply, a reaction, an edit or a receipt is about.</summary>
/// <param name="Chat">The chat it stands in: a person without device, a group, a channel, or <c>status@broadcast</c>.</param>
/// <param name="Id">Its id.</param>
/// <param name="Sender">Who wrote it, without device.</param>
/// <param name="FromMe">True when this account wrote it.</param>
public sealed record MessageReference(Jid Chat, string Id, Jid Sender, bool FromMe)
{
    /// <summary>The message's number in its channel, which reactions in channels need; null elsewhere.</summary>
    public long? ServerId { get; init; }
}
