using WhatsAppKit.Core.Binary;

namespace WhatsAppKit.Core.Session.Events;

/// <summary>Somebody received, read or played messages of this account.</summary>
/// <param name="Kind">What happened to the messages.</param>
/// <param name="Chat">The chat: a person without device, or a group.</param>
/// <param name="From">The device that reports it.</param>
/// <param name="Ids">The ids of the messages.</param>
/// <param name="Timestamp">When, by the server's clock.</param>
public sealed record ReceiptReceived(ReceiptKind Kind, Jid Chat, Jid From, IReadOnlyList<string> Ids, DateTimeOffset Timestamp) : WhatsAppEvent;

/// <summary>What a receipt reports, in rising order: a message's state never goes back.</summary>
public enum ReceiptKind
{
    /// <summary>A device of the recipient has it.</summary>
    Delivered,

    /// <summary>The recipient read it.</summary>
    Read,

    /// <summary>The recipient played it.</summary>
    Played,
}
