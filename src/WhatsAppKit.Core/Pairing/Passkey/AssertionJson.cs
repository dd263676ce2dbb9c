using System.Buffers.Text;
using System.Text.Json;

namespace WhatsAppKit.Core.Pairing.Passkey;

/// <summary>Writes an assertion as WhatsApp's own client does: WebAuthn's JSON with unpadded base64url.</summary>
internal static class AssertionJson
{
    private const int MaxCredentialId = 1023;
    private const int MaxUserHandle = 64;
    private const int MaxPart = 16 * 1024;

    // The hash of the domain, the flags and the counter.
    private const int MinAuthenticatorData = 32 + 1 + 4;

    /// <exception cref="ArgumentException">A part is missing or too long.</exception>
    public static byte[] Write(PasskeyAssertion assertion)
    {
        ArgumentNullException.ThrowIfNull(assertion);
        Check(assertion.CredentialId, 1, MaxCredentialId, nameof(assertion.CredentialId));
        Check(assertion.ClientDataJson, 1, MaxPart, nameof(assertion.ClientDataJson));
        Check(assertion.AuthenticatorData, MinAuthenticatorData, MaxPart, nameof(assertion.AuthenticatorData));
        Check(assertion.Signature, 1, MaxPart, nameof(assertion.Signature));
        Check(assertion.UserHandle ?? default, 0, MaxUserHandle, nameof(assertion.UserHandle));

        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json))
        {
            Write(writer, assertion);
        }

        return json.ToArray();
    }

    private static void Write(Utf8JsonWriter writer, PasskeyAssertion assertion)
    {
        writer.WriteStartObject();
        writer.WriteString("id", Text(assertion.CredentialId));
        writer.WriteString("rawId", Text(assertion.CredentialId));
        writer.WriteString("type", "public-key");
        writer.WriteStartObject("response");
        writer.WriteString("clientDataJSON", Text(assertion.ClientDataJson));
        writer.WriteString("authenticatorData", Text(assertion.AuthenticatorData));
        writer.WriteString("signature", Text(assertion.Signature));
        writer.WriteString("userHandle", assertion.UserHandle is { } handle ? Text(handle) : null);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static string Text(ReadOnlyMemory<byte> bytes) => Base64Url.EncodeToString(bytes.Span);

    private static void Check(ReadOnlyMemory<byte> part, int least, int most, string name)
    {
        if (part.Length < least || part.Length > most)
        {
            throw new ArgumentException($"{name} has {part.Length} bytes; it must have {least} to {most}.", name);
        }
    }
}
