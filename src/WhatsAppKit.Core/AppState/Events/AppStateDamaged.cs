using WhatsAppKit.Core.Session.Events;

namespace WhatsAppKit.Core.AppState;

/// <summary>
/// What the server holds of a collection does not verify, and neither does a fresh copy. This device keeps what it knew, and
/// changes nothing there, until it is mended: then <see cref="AppStateSynced"/> follows.
/// </summary>
/// <param name="Collection">The collection's name, such as <c>regular_high</c>.</param>
/// <param name="IsRecoveryUnderWay">True when the phone was asked for its copy; false when that did not help either.</param>
public sealed record AppStateDamaged(string Collection, bool IsRecoveryUnderWay) : WhatsAppEvent;
