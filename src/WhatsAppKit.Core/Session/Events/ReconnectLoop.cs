namespace WhatsAppKit.Core.Session.Events;

/// <summary>
/// The connection ended too often in a short time. It is tried again, at the longest pause; the event comes once, until a
/// connection has held for <see cref="WhatsAppClientOptions.ReconnectStableAfter"/>.
/// </summary>
/// <param name="Ends">How many connections ended.</param>
/// <param name="Window">Within which time.</param>
/// <param name="Reason">Why the last one ended, the same word as in <see cref="ConnectionChanged.Reason"/>.</param>
public sealed record ReconnectLoop(int Ends, TimeSpan Window, string Reason) : WhatsAppEvent;
