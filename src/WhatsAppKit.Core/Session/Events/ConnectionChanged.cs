namespace WhatsAppKit.Core.Session.Events;

/// <summary>The connection entered another state, or shows another code to scan or to type.</summary>
/// <param name="Status">The connection as it is now.</param>
/// <param name="Previous">The state it was in before.</param>
/// <param name="Reason">A stable word for the cause, such as <c>logged-in</c>, <c>qr-shown</c> or <c>server-503</c>; <c>docs/lifecycle.md</c> lists them.</param>
public sealed record ConnectionChanged(ConnectionStatus Status, ConnectionState Previous, string Reason) : WhatsAppEvent;
