using WhatsAppKit.Core.Binary;

namespace WhatsAppKit.Core.Session.Events;

/// <summary>Another device of this account read or played messages.</summary>
/// <param name="Chat">The chat: a person without device, or a group.</param>
/// <param name="By">The device of this account.</param>
/// <param name="Ids">The ids of the messages.</param>
/// <param name="IsPlayed">True when they were played, false when they were read.</param>
/// <param name="Timestamp">When, by the server's clock.</param>
public sealed record ReadElsewhere(Jid Chat, Jid By, IReadOnlyList<string> Ids, bool IsPlayed, DateTimeOffset Timestamp) : WhatsAppEvent;
