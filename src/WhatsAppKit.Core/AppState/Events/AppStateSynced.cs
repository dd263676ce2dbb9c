using WhatsAppKit.Core.Session.Events;

namespace WhatsAppKit.Core.AppState;

/// <summary>Many changes at once: all that a collection holds, or a change of more than a hundred entries.</summary>
/// <param name="Collection">The collection's name, such as <c>critical_unblock_low</c>.</param>
/// <param name="Version">Its version now.</param>
/// <param name="IsWhole">True when this is all there is: entries that are not among it are gone.</param>
/// <param name="Changes">The changes, one for each entry.</param>
public sealed record AppStateSynced(string Collection, long Version, bool IsWhole, IReadOnlyList<AppStateEvent> Changes) : WhatsAppEvent;
