using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using WhatsAppKit.Core.Pairing.Passkey;

namespace WhatsAppKit.Sandbox.Phones;

/// <summary>A passkey and its authenticator in one: it signs as WebAuthn says, with ECDSA over P-256 (ES256).</summary>
public sealed class SandboxPasskey : IDisposable
{
    private const string Origin = "https://web.whatsapp.com";
    private const int CredentialIdLength = 32;

    // The hash of the domain, the flags and the counter.
    private const int AuthenticatorDataLength = 32 + 1 + 4;

    // Somebody was there, and was recognized.
    private const byte Present = 0x01;
    private const byte Verified = 0x04;

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>The passkey's identifier.</summary>
    public ReadOnlyMemory<byte> CredentialId { get; } = RandomNumberGenerator.GetBytes(CredentialIdLength);

    /// <summary>The domain it belongs to.</summary>
    public string RelyingPartyId { get; } = "whatsapp.com";

    /// <summary>Answers a request.</summary>
    /// <param name="request">What the device shows.</param>
    public PasskeyAssertion Sign(PasskeyRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var client = JsonSerializer.SerializeToUtf8Bytes(new
        {
            type = "webauthn.get",
            challenge = Base64Url.EncodeToString(request.Challenge.Span),
            origin = Origin,
            crossOrigin = false,
        });
        byte[] authenticator = [.. SHA256.HashData(Encoding.ASCII.GetBytes(RelyingPartyId)), Present | Verified, 0, 0, 0, 1];
        return new PasskeyAssertion
        {
            CredentialId = CredentialId,
            ClientDataJson = client,
            AuthenticatorData = authenticator,
            Signature = _key.SignData(Signed(authenticator, client), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence),
        };
    }

    /// <inheritdoc/>
    public void Dispose() => _key.Dispose();

    /// <summary>True when this passkey made that assertion for that challenge.</summary>
    internal bool Verifies(ReadOnlySpan<byte> challenge, ReadOnlySpan<byte> credentialId, ReadOnlySpan<byte> assertion)
    {
        try
        {
            using var json = JsonDocument.Parse(assertion.ToArray());
            var response = json.RootElement.GetProperty("response");
            byte[] Part(string name) => Base64Url.DecodeFromChars(response.GetProperty(name).GetString());
            var (client, authenticator) = (Part("clientDataJSON"), Part("authenticatorData"));
            using var data = JsonDocument.Parse(client);
            return credentialId.SequenceEqual(CredentialId.Span)
                && json.RootElement.GetProperty("type").GetString() == "public-key"
                && json.RootElement.GetProperty("id").GetString() == json.RootElement.GetProperty("rawId").GetString()
                && Base64Url.DecodeFromChars(json.RootElement.GetProperty("rawId").GetString()).AsSpan().SequenceEqual(credentialId)
                && data.RootElement.GetProperty("type").GetString() == "webauthn.get"
                && data.RootElement.GetProperty("origin").GetString() == Origin
                && data.RootElement.GetProperty("challenge").GetString() == Base64Url.EncodeToString(challenge)
                && authenticator.Length == AuthenticatorDataLength
                && authenticator.AsSpan(0, 32).SequenceEqual(SHA256.HashData(Encoding.ASCII.GetBytes(RelyingPartyId)))
                && (authenticator[32] & (Present | Verified)) == (Present | Verified)
                && _key.VerifyData(Signed(authenticator, client), Part("signature"), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        }
        catch (Exception error) when (error is JsonException or FormatException or KeyNotFoundException or InvalidOperationException or CryptographicException)
        {
            // It is no assertion at all.
            return false;
        }
    }

    private static byte[] Signed(byte[] authenticator, byte[] client) => [.. authenticator, .. SHA256.HashData(client)];
}
