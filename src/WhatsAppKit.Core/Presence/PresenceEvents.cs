using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Session.Events;

namespace WhatsAppKit.Core.Presence;

/// <summary>A person came online or left, or the number of members of a group who are online changed. Needs a subscription.</summary>
/// <param name="Chat">The person without device, or the group.</param>
/// <param name="IsAvailable">True when the person is online.</param>
/// <param name="LastSeen">When the person was online last; null when that is hidden, not said, or now.</param>
/// <param name="IsLastSeenHidden">True when the person hides it.</param>
/// <param name="OnlineCount">For a group, how many members are online; null for a person.</param>
public sealed record PresenceChanged(Jid Chat, bool IsAvailable, DateTimeOffset? LastSeen, bool IsLastSeenHidden, int? OnlineCount) : WhatsAppEvent;

/// <summary>Somebody began or stopped typing or recording.</summary>
/// <param name="Chat">The person without device, or the group.</param>
/// <param name="Sender">Who.</param>
/// <param name="State">What the person does.</param>
public sealed record TypingChanged(Jid Chat, Jid Sender, TypingState State) : WhatsAppEvent;
