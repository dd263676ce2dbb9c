using WhatsAppKit.AspNetCore.Connections;
using WhatsAppKit.Contracts.Pairing;
using WhatsAppKit.Core.Pairing.Passkey;

namespace WhatsAppKit.AspNetCore.Pairing;

/// <summary>What an instance can be asked for while it is being paired.</summary>
internal static class PairingOperations
{
    public static readonly InstanceOperation<PairingCodeRequest, PairingCodeResponse> RequestCode = new(
        "pairing.code",
        async (client, request, cancellationToken) =>
        {
            var code = await client.RequestPairingCodeAsync(request.PhoneNumber!, cancellationToken).ConfigureAwait(false);
            return new PairingCodeResponse(code.Code, code.ExpiresAt);
        })
    { NeedsConnection = false };

    public static readonly InstanceOperation<PasskeyAnswerRequest, Nothing> AnswerPasskey = Operation.Do<PasskeyAnswerRequest>(
        "pairing.passkey", (client, request, cancellationToken) => client.AnswerPasskeyAsync(Assertion(request), cancellationToken)) with
    { NeedsConnection = false };

    public static readonly InstanceOperation<PasskeyConfirmRequest, Nothing> ConfirmPasskey = Operation.Do<PasskeyConfirmRequest>(
        "pairing.passkey-confirm", (client, request, cancellationToken) => client.ConfirmPasskeyAsync(request.CodesAreEqual!.Value, cancellationToken)) with
    { NeedsConnection = false };

    private static PasskeyAssertion Assertion(PasskeyAnswerRequest request)
    {
        var part = request.Response!;
        return new PasskeyAssertion
        {
            CredentialId = WebAuthnBytes.Read(request.RawId),
            ClientDataJson = WebAuthnBytes.Read(part.ClientDataJSON),
            AuthenticatorData = WebAuthnBytes.Read(part.AuthenticatorData),
            Signature = WebAuthnBytes.Read(part.Signature),

            // The cast matters: a bare null would become an empty handle.
            UserHandle = part.UserHandle is null ? (ReadOnlyMemory<byte>?)null : WebAuthnBytes.Read(part.UserHandle),
        };
    }
}
