namespace WhatsAppKit.Core.Session.Events;

/// <summary>The connection entered another state, or shows another QR code.</summary>
/// <param name="Status">The connection as it is now.</param>
public sealed record ConnectionChanged(ConnectionStatus Status) : WhatsAppEvent;
