using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace WhatsAppKit.AspNetCore.Webhooks;

/// <summary>Signs what a webhook is sent: the scheme <c>v1</c> of Standard Webhooks 1.0.0, and the header of Meta's Cloud API.</summary>
internal static class WebhookSignature
{
    /// <summary>The value of <c>webhook-signature</c>: one signature for each secret, separated by spaces.</summary>
    /// <param name="id">The event's id.</param>
    /// <param name="at">The time of the attempt, which the receiver checks against its clock.</param>
    /// <param name="body">The body as it is sent.</param>
    /// <param name="secrets">One secret, or two while one is being replaced.</param>
    public static string Standard(string id, DateTimeOffset at, ReadOnlySpan<byte> body, params ReadOnlySpan<string> secrets)
    {
        var prefix = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{at.ToUnixTimeSeconds()}."));
        var content = new byte[prefix.Length + body.Length];
        prefix.CopyTo(content, 0);
        body.CopyTo(content.AsSpan(prefix.Length));
        var signatures = new List<string>(secrets.Length);
        foreach (var secret in secrets)
        {
            var key = WebhookSecret.KeyOf(secret);
            signatures.Add("v1," + Convert.ToBase64String(HMACSHA256.HashData(key, content)));
            CryptographicOperations.ZeroMemory(key);
        }

        return string.Join(' ', signatures);
    }

    /// <summary>The value of <c>X-Hub-Signature-256</c>: over the body alone, with the secret's text as the key.</summary>
    public static string Hub(ReadOnlySpan<byte> body, string secret) =>
        "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body));
}
