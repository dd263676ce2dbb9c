namespace WhatsAppKit.Core.Session.PrivacyTokens;

/// <summary>What one contact and this account trust each other with.</summary>
/// <param name="Token">What the contact issued to us; empty for nothing.</param>
/// <param name="Timestamp">When that was, in Unix seconds; 0 for never.</param>
/// <param name="IssuedAt">When we issued one to the contact last, in Unix seconds; null for never.</param>
internal sealed record PrivacyToken(ReadOnlyMemory<byte> Token, long Timestamp, long? IssuedAt)
{
    public static PrivacyToken None { get; } = new(ReadOnlyMemory<byte>.Empty, 0, null);
}
