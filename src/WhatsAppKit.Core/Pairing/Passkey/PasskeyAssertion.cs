namespace WhatsAppKit.Core.Pairing.Passkey;

/// <summary>An authenticator's answer to a <see cref="PasskeyRequest"/>, as the browser's <c>navigator.credentials.get</c> returns it.</summary>
public sealed record PasskeyAssertion
{
    /// <summary>The identifier of the passkey that signed (<c>rawId</c>): 1 to 1023 bytes.</summary>
    public required ReadOnlyMemory<byte> CredentialId { get; init; }

    /// <summary>What the browser adds to the challenge (<c>clientDataJSON</c>): 1 byte to 16 KiB.</summary>
    public required ReadOnlyMemory<byte> ClientDataJson { get; init; }

    /// <summary>What the authenticator tells (<c>authenticatorData</c>): 37 bytes to 16 KiB.</summary>
    public required ReadOnlyMemory<byte> AuthenticatorData { get; init; }

    /// <summary>The signature over both: 1 byte to 16 KiB.</summary>
    public required ReadOnlyMemory<byte> Signature { get; init; }

    /// <summary>The user handle the passkey was made with, up to 64 bytes; null when the authenticator gives none.</summary>
    public ReadOnlyMemory<byte>? UserHandle { get; init; }

    /// <summary>That it is an assertion, and nothing of it.</summary>
    public override string ToString() => "[passkey assertion]";
}
