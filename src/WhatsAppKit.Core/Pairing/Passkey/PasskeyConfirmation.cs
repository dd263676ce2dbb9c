namespace WhatsAppKit.Core.Pairing.Passkey;

/// <summary>The code that this device and the phone both show when they talk to each other and to nobody else.</summary>
/// <param name="Code">The code as people read it, <c>ABCD-EFGH</c>.</param>
/// <param name="IsAutomatic">
/// True when the phone has a proof that it talks to the device whose code it scanned, and the pairing goes on by itself. False when
/// a person must compare the codes and tell <see cref="WhatsAppClient.ConfirmPasskeyAsync"/>.
/// </param>
public sealed record PasskeyConfirmation(string Code, bool IsAutomatic)
{
    /// <summary>Whether somebody must compare, never the code.</summary>
    public override string ToString() => IsAutomatic ? "passkey code, confirmed by itself" : "passkey code to compare";
}
