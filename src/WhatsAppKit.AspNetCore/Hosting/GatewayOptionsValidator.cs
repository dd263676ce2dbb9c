using System.Text;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace WhatsAppKit.AspNetCore.Hosting;

/// <summary>Checks the settings at start and reports every problem at once.</summary>
internal sealed class GatewayOptionsValidator(IHostEnvironment environment) : IValidateOptions<WhatsAppGatewayOptions>
{
    private const int RootKeyHexLength = 64;
    private const int MinSigningKeyLength = 32;

    public ValidateOptionsResult Validate(string? name, WhatsAppGatewayOptions options)
    {
        string[] problems = [.. ServerProblems(options.WhatsApp), .. JwtProblems(options.Jwt), .. EncryptionProblems(options.Encryption)];
        if (options.MaxInstances < 1)
        {
            problems = [.. problems, "WhatsAppGateway:MaxInstances must be at least 1."];
        }

        return problems.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static IEnumerable<string> ServerProblems(WhatsAppOptions server)
    {
        if (!Uri.TryCreate(server.Endpoint, UriKind.Absolute, out var endpoint) || endpoint.Scheme is not ("ws" or "wss"))
        {
            yield return "WhatsAppGateway:WhatsApp:Endpoint must be a ws:// or wss:// address.";
        }

        if (server.TrustedRootKey.Length != RootKeyHexLength || !server.TrustedRootKey.All(char.IsAsciiHexDigit))
        {
            yield return "WhatsAppGateway:WhatsApp:TrustedRootKey must be 32 bytes in hexadecimal.";
        }

        if (server.TrustedMediaCertificate is { Length: > 0 } pem && !MediaCertificate.IsPem(pem))
        {
            yield return "WhatsAppGateway:WhatsApp:TrustedMediaCertificate must be a certificate in PEM, or the path of a readable PEM file.";
        }
    }

    private IEnumerable<string> JwtProblems(JwtOptions jwt)
    {
        if (jwt.SigningKey is null && !environment.IsDevelopment())
        {
            yield return "WhatsAppGateway:Jwt:SigningKey must be set outside Development.";
        }
        else if (jwt.SigningKey is { } key && Encoding.UTF8.GetByteCount(key) < MinSigningKeyLength)
        {
            yield return $"WhatsAppGateway:Jwt:SigningKey needs at least {MinSigningKeyLength} bytes.";
        }

        if (jwt.Lifetime <= TimeSpan.Zero)
        {
            yield return "WhatsAppGateway:Jwt:Lifetime must be positive.";
        }

        if (string.IsNullOrEmpty(jwt.Issuer) || string.IsNullOrEmpty(jwt.Audience))
        {
            yield return "WhatsAppGateway:Jwt:Issuer and WhatsAppGateway:Jwt:Audience must not be empty.";
        }
    }

    private IEnumerable<string> EncryptionProblems(EncryptionOptions encryption)
    {
        if (encryption.Key is null && !environment.IsDevelopment())
        {
            yield return "WhatsAppGateway:Encryption:Key must be set outside Development.";
        }
        else if (encryption.Key is { } key && !GatewaySecrets.IsEncryptionKey(key))
        {
            yield return "WhatsAppGateway:Encryption:Key must be 32 bytes in base64.";
        }
    }
}
