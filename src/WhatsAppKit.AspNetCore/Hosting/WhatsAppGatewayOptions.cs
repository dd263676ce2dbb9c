using WhatsAppKit.Core;

namespace WhatsAppKit.AspNetCore.Hosting;

/// <summary>The gateway's settings: the section <c>WhatsAppGateway</c>.</summary>
public sealed class WhatsAppGatewayOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "WhatsAppGateway";

    /// <summary>Where the database and generated keys go by default. Default: <c>data</c> below the content root.</summary>
    public string DataDirectory { get; set; } = "data";

    /// <summary>The SQLite connection string. Default: <c>gateway.db</c> in the data directory.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>How to reach WhatsApp.</summary>
    public WhatsAppOptions WhatsApp { get; set; } = new();

    /// <summary>How tokens of people are signed.</summary>
    public JwtOptions Jwt { get; set; } = new();

    /// <summary>How sessions are sealed in the database.</summary>
    public EncryptionOptions Encryption { get; set; } = new();

    /// <summary>How many instances a new subscription may have. Default: 10.</summary>
    public int MaxInstances { get; set; } = 10;
}

/// <summary>How to reach WhatsApp; the defaults are its own servers.</summary>
public sealed class WhatsAppOptions
{
    /// <summary>The WebSocket endpoint, <c>ws://</c> or <c>wss://</c>.</summary>
    public string Endpoint { get; set; } = WhatsAppClientOptions.ProductionEndpoint.ToString();

    /// <summary>
    /// Names the endpoint when an instance connects, for a host whose address is only known once it listens. It wins over
    /// <see cref="Endpoint"/>. Default: none.
    /// </summary>
    public Func<Uri>? EndpointSource { get; set; }

    /// <summary>The root key that the server's certificates must end in: 32 bytes in hexadecimal.</summary>
    public string TrustedRootKey { get; set; } = Convert.ToHexStringLower(WhatsAppClientOptions.ProductionRootKey.Span);

    /// <summary>
    /// A root certificate that is trusted for media hosts besides the system's, as a test server needs: PEM text, or the path of
    /// a PEM file, absolute or below the content root. Default: none.
    /// </summary>
    public string? TrustedMediaCertificate { get; set; }
}

/// <summary>How tokens of people are signed.</summary>
public sealed class JwtOptions
{
    /// <summary>The HS256 key, at least 32 bytes of text. In Development one is generated when this is absent.</summary>
    public string? SigningKey { get; set; }

    /// <summary>How long a token is valid. Default: 12 hours.</summary>
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromHours(12);

    /// <summary>The issuer. Default: <c>whatsappkit</c>.</summary>
    public string Issuer { get; set; } = "whatsappkit";

    /// <summary>The audience. Default: <c>whatsappkit</c>.</summary>
    public string Audience { get; set; } = "whatsappkit";
}

/// <summary>How sessions are sealed in the database.</summary>
public sealed class EncryptionOptions
{
    /// <summary>The AES-256 key: 32 bytes in base64. In Development one is generated when this is absent.</summary>
    public string? Key { get; set; }
}
