using Microsoft.Extensions.Options;

namespace WhatsAppKit.AspNetCore.Hosting;

/// <summary>Checks the settings at start and reports every problem at once.</summary>
internal sealed class GatewayOptionsValidator : IValidateOptions<WhatsAppGatewayOptions>
{
    private const int RootKeyHexLength = 64;
    private const int MinSigningKeyLength = 32;

    public ValidateOptionsResult Validate(string? name, WhatsAppGatewayOptions options)
    {
        var problems = new List<string>();
        if (!Uri.TryCreate(options.WhatsApp.Endpoint, UriKind.Absolute, out var endpoint) || endpoint.Scheme is not ("ws" or "wss"))
        {
            problems.Add("WhatsAppGateway:WhatsApp:Endpoint must be a ws:// or wss:// address.");
        }

        if (options.WhatsApp.TrustedRootKey.Length != RootKeyHexLength || !options.WhatsApp.TrustedRootKey.All(char.IsAsciiHexDigit))
        {
            problems.Add("WhatsAppGateway:WhatsApp:TrustedRootKey must be 32 bytes in hexadecimal.");
        }

        if (options.WhatsApp.TrustedMediaCertificate is { Length: > 0 } pem && !MediaCertificate.IsPem(pem))
        {
            problems.Add("WhatsAppGateway:WhatsApp:TrustedMediaCertificate must be a certificate in PEM, or the path of a readable PEM file.");
        }

        if (options.Jwt.SigningKey is { } key && System.Text.Encoding.UTF8.GetByteCount(key) < MinSigningKeyLength)
        {
            problems.Add($"WhatsAppGateway:Jwt:SigningKey needs at least {MinSigningKeyLength} bytes.");
        }

        if (options.Jwt.Lifetime <= TimeSpan.Zero)
        {
            problems.Add("WhatsAppGateway:Jwt:Lifetime must be positive.");
        }

        if (options.MaxInstances < 1)
        {
            problems.Add("WhatsAppGateway:MaxInstances must be at least 1.");
        }

        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
