namespace WhatsAppKit.Core;

/// <summary>One QR code to scan with a phone.</summary>
/// <param name="Text">The exact text to encode. It links whoever scans it: treat it as a secret.</param>
/// <param name="Attempt">The number of this code within the connect request, from 1.</param>
/// <param name="MaxAttempts">How many codes the connect request may show.</param>
/// <param name="ExpiresAt">When the next code replaces this one, or the attempt ends.</param>
public sealed record QrCode(string Text, int Attempt, int MaxAttempts, DateTimeOffset ExpiresAt)
{
    /// <summary>The attempt and expiry, never the code.</summary>
    public override string ToString() => $"QR code {Attempt} of {MaxAttempts}, valid until {ExpiresAt:O}";
}
