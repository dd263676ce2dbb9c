using System.Security.Cryptography;
using System.Text;

namespace WhatsAppKit.AspNetCore.ApiKeys;

/// <summary>A key: <c>wak_</c>, eight characters to find it by, and a secret of 43 characters (256 bits).</summary>
internal static class ApiKeyFormat
{
    private const string Marker = "wak_";
    private const int PrefixLength = 12;
    private const int SecretLength = 43;
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    public static bool LooksLikeKey(string credential) => credential.StartsWith(Marker, StringComparison.Ordinal);

    public static string Create() => Create(Marker + RandomNumberGenerator.GetString(Alphabet, PrefixLength - Marker.Length));

    /// <summary>Another secret for the same prefix.</summary>
    public static string Create(string prefix) => prefix + "_" + RandomNumberGenerator.GetString(Alphabet, SecretLength);

    /// <summary>The part that is stored in the clear, or null when the text is no key.</summary>
    public static string? PrefixOf(string key) =>
        key.Length == PrefixLength + 1 + SecretLength && key[PrefixLength] == '_' ? key[..PrefixLength] : null;

    public static byte[] HashOf(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
