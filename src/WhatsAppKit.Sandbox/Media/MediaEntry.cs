namespace WhatsAppKit.Sandbox.Media;

/// <summary>A stored file under one of its addresses.</summary>
/// <param name="Token">The file's hash, by which it is stored.</param>
/// <param name="Signature">What the address must carry to be served.</param>
/// <param name="ExpiresAt">When the address stops to be served.</param>
internal sealed record MediaEntry(string Token, string Signature, DateTimeOffset ExpiresAt);
