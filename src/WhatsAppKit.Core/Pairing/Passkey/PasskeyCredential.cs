namespace WhatsAppKit.Core.Pairing.Passkey;

/// <summary>A passkey that may answer a request.</summary>
/// <param name="Id">Its identifier.</param>
/// <param name="Type">Its kind, <c>public-key</c>.</param>
/// <param name="Transports">How its authenticator may be reached, such as <c>internal</c> or <c>hybrid</c>; empty when not told.</param>
public sealed record PasskeyCredential(ReadOnlyMemory<byte> Id, string Type, IReadOnlyList<string> Transports);
