namespace WhatsAppKit.Core;

/// <summary>A code to type on a phone, under Linked devices, Link with phone number instead.</summary>
/// <param name="Code">The code as people read it, <c>ABCD-EFGH</c>. It links the phone it was asked for: treat it as a secret.</param>
/// <param name="ExpiresAt">When it stops being valid at the latest.</param>
public sealed record PairingCode(string Code, DateTimeOffset ExpiresAt)
{
    /// <summary>The expiry, never the code.</summary>
    public override string ToString() => $"pairing code, valid until {ExpiresAt:O}";
}
