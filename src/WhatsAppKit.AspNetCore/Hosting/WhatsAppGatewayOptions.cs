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

    /// <summary>How passwords are kept, and how long logins last.</summary>
    public LoginOptions Login { get; set; } = new();

    /// <summary>What each tier may use.</summary>
    public TiersOptions Tiers { get; set; } = new();

    /// <summary>How many requests are served in a minute.</summary>
    public RateLimitOptions RateLimits { get; set; } = new();

    /// <summary>How messages leave.</summary>
    public SendingOptions Sending { get; set; } = new();

    /// <summary>How webhooks are told of events.</summary>
    public WebhookOptions Webhooks { get; set; } = new();

    /// <summary>How events are told while they happen.</summary>
    public LiveEventOptions LiveEvents { get; set; } = new();

    /// <summary>How what is kept no longer is cleared away.</summary>
    public RetentionOptions Retention { get; set; } = new();

    /// <summary>How files are kept.</summary>
    public MediaStorageOptions Media { get; set; } = new();

    /// <summary>Where the gateway may fetch from when a caller names an address.</summary>
    public OutboundOptions Outbound { get; set; } = new();

    /// <summary>What is told of the gateway's health.</summary>
    public HealthOptions Health { get; set; } = new();

    /// <summary>How metrics are told.</summary>
    public MetricsOptions Metrics { get; set; } = new();

    /// <summary>
    /// The secret of the gateway's operator, who changes tiers, and reads health and metrics: <c>wko_</c> and at least 32 more bytes, sent as <c>Authorization: Bearer</c>.
    /// Default: none, and then nobody is the operator.
    /// </summary>
    public string? OperatorKey { get; set; }

    /// <summary>Whether the OpenAPI document and its page are served, to everybody who reaches the gateway. Default: in development only.</summary>
    public bool? PublishApiDocument { get; set; }
}

/// <summary>How passwords are kept, and how long logins last.</summary>
public sealed class LoginOptions
{
    /// <summary>The cost of bcrypt, 10 to 16; a login with another cost hashes the password anew. Default: 12.</summary>
    public int WorkFactor { get; set; } = 12;

    /// <summary>How many passwords are hashed at the same time. Default: one for each processor.</summary>
    public int MaxConcurrentHashes { get; set; } = Environment.ProcessorCount;

    /// <summary>How many may wait to be hashed before requests are answered with 503. Default: 512.</summary>
    public int MaxWaitingHashes { get; set; } = 512;

    /// <summary>Failed logins in a row that are free; each further one doubles the wait, from a second. Default: 10.</summary>
    public int FreeFailures { get; set; } = 10;

    /// <summary>The longest wait after failed logins. Default: 15 minutes.</summary>
    public TimeSpan MaxLockout { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How long a refresh token is valid; each refresh starts anew. Default: 30 days.</summary>
    public TimeSpan RefreshLifetime { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How long a token to reset a password is valid. Default: 30 minutes.</summary>
    public TimeSpan ResetLifetime { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>How long an invitation is valid. Default: 3 days.</summary>
    public TimeSpan InvitationLifetime { get; set; } = TimeSpan.FromDays(3);
}

/// <summary>How many requests are served in a minute. An address is an IPv4 address or an IPv6 network of 64 bits.</summary>
public sealed class RateLimitOptions
{
    /// <summary>Requests from one address. Default: 1,200.</summary>
    public int Address { get; set; } = 1200;

    /// <summary>Logins, registrations and password requests from one address. Default: 30.</summary>
    public int Auth { get; set; } = 30;

    /// <summary>Requests with one API key that has no limit of its own. Default: 600.</summary>
    public int Key { get; set; } = 600;

    /// <summary>Pairing codes that a subscription may ask for with one phone number, in an hour. Default: 10.</summary>
    public int PairingCodes { get; set; } = 10;
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
