using System.Buffers.Text;
using WhatsAppKit.AspNetCore.Hosting;

namespace WhatsAppKit.AspNetCore.Pairing;

/// <summary>Bytes as WebAuthn writes them in JSON: base64url.</summary>
internal static class WebAuthnBytes
{
    private const int MaxLength = 16 * 1024;

    public static byte[] Read(string? text) => Base64Url.DecodeFromChars(text);

    /// <summary>Checks a field for 1 to <paramref name="maxLength"/> bytes.</summary>
    public static void Require(string? text, string field, int maxLength = MaxLength)
    {
        if (string.IsNullOrEmpty(text) || !Base64Url.IsValid(text, out var length) || length < 1 || length > maxLength)
        {
            throw GatewayException.Invalid(field, $"1 to {maxLength} bytes in base64url are needed.");
        }
    }
}
