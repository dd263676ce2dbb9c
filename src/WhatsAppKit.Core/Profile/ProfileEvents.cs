using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Session.Events;

namespace WhatsAppKit.Core.Profile;

/// <summary>The account's owner changed what others may see or do, on any device.</summary>
/// <param name="Changed">The categories that were told; all of them or only what changed.</param>
public sealed record PrivacyChanged(PrivacySettings Changed) : WhatsAppEvent;

/// <summary>The account's owner changed how long messages stay in new chats.</summary>
/// <param name="Timer">How long; null for good.</param>
public sealed record DefaultTimerChanged(TimeSpan? Timer) : WhatsAppEvent;

/// <summary>The account's owner changed the about text on another device.</summary>
/// <param name="Text">The new text; null when it was not told.</param>
public sealed record OwnAboutChanged(string? Text) : WhatsAppEvent;

/// <summary>Somebody saw status updates of this account.</summary>
/// <param name="Viewer">Who, without device.</param>
/// <param name="Ids">The ids of the updates.</param>
/// <param name="Timestamp">When, by the server's clock.</param>
public sealed record StatusViewed(Jid Viewer, IReadOnlyList<string> Ids, DateTimeOffset Timestamp) : WhatsAppEvent;
