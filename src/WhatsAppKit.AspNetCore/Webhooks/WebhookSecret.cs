using System.Security.Cryptography;

namespace WhatsAppKit.AspNetCore.Webhooks;

/// <summary>The secret of a webhook: <c>whsec_</c> and 32 random bytes in base64, as Standard Webhooks 1.0.0 has it.</summary>
internal static class WebhookSecret
{
    private const string Prefix = "whsec_";
    private const int Length = 32;

    public static string Create() => Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(Length));

    /// <summary>The key that a secret stands for.</summary>
    public static byte[] KeyOf(string secret) => Convert.FromBase64String(secret[Prefix.Length..]);
}
