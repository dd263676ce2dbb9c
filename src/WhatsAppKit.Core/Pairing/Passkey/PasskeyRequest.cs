namespace WhatsAppKit.Core.Pairing.Passkey;

/// <summary>
/// The server asks for a passkey (WebAuthn) of the account before it pairs this device. Hand <see cref="Json"/> to the browser
/// or authenticator of the account's owner, and its answer to <see cref="WhatsAppClient.AnswerPasskeyAsync"/>.
/// </summary>
public sealed record PasskeyRequest
{
    /// <summary>What the authenticator signs.</summary>
    public required ReadOnlyMemory<byte> Challenge { get; init; }

    /// <summary>The domain the passkey belongs to; null when the server names none.</summary>
    public string? RelyingPartyId { get; init; }

    /// <summary>The passkeys that may answer; empty for any of that domain.</summary>
    public IReadOnlyList<PasskeyCredential> AllowedCredentials { get; init; } = [];

    /// <summary>Whether the authenticator must recognize its owner: <c>required</c>, <c>preferred</c> or <c>discouraged</c>; null when not told.</summary>
    public string? UserVerification { get; init; }

    /// <summary>How long the server would wait for the authenticator; null when not told.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>When the attempt ends at the latest: after <see cref="Timeout"/>, but in no less than 1 and no more than 10 minutes.</summary>
    public DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The server's options as JSON, with bytes in base64url as WebAuthn writes them.</summary>
    public required string Json { get; init; }

    /// <summary>The domain and the expiry.</summary>
    public override string ToString() => $"passkey request of {RelyingPartyId ?? "no domain"}, valid until {ExpiresAt:O}";
}
