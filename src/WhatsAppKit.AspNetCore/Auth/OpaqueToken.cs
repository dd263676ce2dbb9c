using System.Security.Cryptography;
using System.Text;

namespace WhatsAppKit.AspNetCore.Auth;

/// <summary>A secret of 43 characters (256 bits) that is handed out and kept as a hash only.</summary>
internal static class OpaqueToken
{
    private const int Length = 43;
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    public static string Create() => RandomNumberGenerator.GetString(Alphabet, Length);

    /// <summary>The form a secret is looked up in; null for what cannot be one.</summary>
    public static byte[]? HashOf(string? token) => token is { Length: Length } ? SHA256.HashData(Encoding.UTF8.GetBytes(token)) : null;
}
