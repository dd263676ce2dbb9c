using System.Buffers.Text;
using WhatsAppKit.AspNetCore.Hosting;

namespace WhatsAppKit.AspNetCore.Pairing;

/// <summary>Bytes as WebAuthn writes them in JSON: base64url.</summary>
internal static class WebAuthnBytes
{
    /// <summary>The hash of the domain, the flags and the counter: no authenticator tells less.</summary>
    public const int MinAuthenticatorData = 32 + 1 + 4;

    private const int MaxLength = 16 * 1024;

    public static byte[] Read(string? text) => Base64Url.DecodeFromChars(text);

    /// <summary>Checks a field for <paramref name="minLength"/> to <paramref name="maxLength"/> bytes.</summary>
    public static void Require(string? text, string field, int maxLength = MaxLength, int minLength = 1)
    {
        if (string.IsNullOrEmpty(text) || !Base64Url.IsValid(text, out var length) || length < minLength || length > maxLength)
        {
            throw GatewayException.Invalid(field, $"{minLength} to {maxLength} bytes in base64url are needed.");
        }
    }
}
