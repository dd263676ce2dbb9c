using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using WhatsAppKit.AspNetCore.Hosting;

namespace WhatsAppKit.AspNetCore.Auth;

/// <summary>The secret of the gateway's operator: one, from the settings. It opens what is above subscriptions and nothing inside them.</summary>
internal sealed class OperatorKey(IOptions<WhatsAppGatewayOptions> options)
{
    public const string Marker = "wko_";
    public const string Claim = "operator";

    /// <summary>The marker and 32 bytes.</summary>
    public const int MinLength = 36;

    public static bool LooksLikeKey(string credential) => credential.StartsWith(Marker, StringComparison.Ordinal);

    public ClaimsIdentity? Authenticate(string credential) =>
        options.Value.OperatorKey is { } key && CryptographicOperations.FixedTimeEquals(Hash(key), Hash(credential))
            ? new ClaimsIdentity([new Claim(Claim, "true")], BearerHandler.SchemeName)
            : null;

    // Hashes, so that the comparison does not tell the length either.
    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
