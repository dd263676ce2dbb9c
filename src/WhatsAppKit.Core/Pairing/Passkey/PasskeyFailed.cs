using WhatsAppKit.Core.Session.Events;

namespace WhatsAppKit.Core.Pairing.Passkey;

/// <summary>A part of pairing with a passkey failed that nobody had called for, such as the phone's share of it.</summary>
/// <param name="Error">Which part.</param>
public sealed record PasskeyFailed(PasskeyError Error) : WhatsAppEvent;
