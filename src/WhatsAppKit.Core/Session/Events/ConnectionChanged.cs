namespace WhatsAppKit.Core.Session.Events;

/// <summary>The connection entered another state, or shows another code to scan or to type.</summary>
/// <param name="Status">The connection as it is now.</param>
public sealed record ConnectionChanged(ConnectionStatus Status) : WhatsAppEvent;
