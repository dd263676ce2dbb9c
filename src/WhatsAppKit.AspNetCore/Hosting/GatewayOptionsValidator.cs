using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using WhatsAppKit.AspNetCore.Auth;

namespace WhatsAppKit.AspNetCore.Hosting;

/// <summary>Checks the settings at start and reports every problem at once.</summary>
internal sealed class GatewayOptionsValidator(IHostEnvironment environment) : IValidateOptions<WhatsAppGatewayOptions>
{
    private const int RootKeyHexLength = 64;
    private const int MinSigningKeyLength = 32;
    private const int MinWorkFactor = 10;
    private const int MaxWorkFactor = 16;
    private const int MaxBatchSize = 10_000;
    private const long MaxFileBytes = 2L * 1024 * 1024 * 1024;
    private const long MaxInlineBytes = 256L * 1024 * 1024;

    private const string Guessable = "is a sample or follows a pattern, so that others can guess it: make one at random, as openssl rand -base64 32 does.";

    private static readonly TimeSpan MaxRetention = TimeSpan.FromDays(36_525);

    public ValidateOptionsResult Validate(string? name, WhatsAppGatewayOptions options)
    {
        string[] problems =
        [
            .. StorageProblems(options), .. ServerProblems(options.WhatsApp), .. JwtProblems(options.Jwt), .. EncryptionProblems(options.Encryption), .. LoginProblems(options.Login),
            .. TierProblems("Basic", options.Tiers.Basic), .. TierProblems("Pro", options.Tiers.Pro), .. TierProblems("Max", options.Tiers.Max),
            .. RetentionProblems(options.Retention), .. RateProblems(options.RateLimits), .. OperatorProblems(options.OperatorKey),
            .. MediaProblems(options.Media), .. SendingProblems(options.Sending), .. WebhookProblems(options.Webhooks), .. LiveEventProblems(options.LiveEvents), .. OutboundProblems(options.Outbound), .. MetricsProblems(options.Metrics),
        ];
        return problems.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static IEnumerable<string> StorageProblems(WhatsAppGatewayOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.DataDirectory))
        {
            yield return "WhatsAppGateway:DataDirectory must not be empty.";
        }

        if (options.ConnectionString is { } connection && !IsConnectionString(connection))
        {
            yield return "WhatsAppGateway:ConnectionString must be a connection string of SQLite.";
        }
    }

    private static bool IsConnectionString(string text)
    {
        try
        {
            return new SqliteConnectionStringBuilder(text).DataSource.Length > 0;
        }
        catch (ArgumentException)
        {
            return false;
        }
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

    private static IEnumerable<string> LoginProblems(LoginOptions login)
    {
        if (login.WorkFactor is < MinWorkFactor or > MaxWorkFactor)
        {
            yield return $"WhatsAppGateway:Login:WorkFactor must be {MinWorkFactor} to {MaxWorkFactor}.";
        }

        if (login.MaxConcurrentHashes < 1 || login.MaxWaitingHashes < 1 || login.FreeFailures < 1)
        {
            yield return "WhatsAppGateway:Login:MaxConcurrentHashes, MaxWaitingHashes and FreeFailures must be at least 1.";
        }

        if (new[] { login.MaxLockout, login.RefreshLifetime, login.ResetLifetime, login.InvitationLifetime }.Any(time => time <= TimeSpan.Zero))
        {
            yield return "WhatsAppGateway:Login:MaxLockout, RefreshLifetime, ResetLifetime and InvitationLifetime must be positive.";
        }
    }

    private static IEnumerable<string> TierProblems(string tier, TierLimits limits)
    {
        if (limits.MaxInstances < 1)
        {
            yield return $"WhatsAppGateway:Tiers:{tier}:MaxInstances must be at least 1.";
        }

        if (limits.MonthlyMessages < 1)
        {
            yield return $"WhatsAppGateway:Tiers:{tier}:MonthlyMessages must be at least 1.";
        }

        if (limits.QueuedMessages < 1)
        {
            yield return $"WhatsAppGateway:Tiers:{tier}:QueuedMessages must be at least 1.";
        }

        var kept = limits.Retention;
        if (new[] { kept.Messages, kept.Events, kept.Deliveries, kept.Media, kept.Audit }.Any(time => time <= TimeSpan.Zero || time > MaxRetention))
        {
            yield return $"WhatsAppGateway:Tiers:{tier}:Retention:Messages, Events, Deliveries, Media and Audit must be positive, and a hundred years at most.";
        }
    }

    private static IEnumerable<string> RetentionProblems(RetentionOptions retention)
    {
        if (retention.Every <= TimeSpan.Zero || retention.Pause < TimeSpan.Zero || retention.BatchSize is < 1 or > MaxBatchSize)
        {
            yield return $"WhatsAppGateway:Retention:Every must be positive, Pause not negative, and BatchSize 1 to {MaxBatchSize}.";
        }
    }

    private static IEnumerable<string> RateProblems(RateLimitOptions limits)
    {
        if (limits.Address < 1 || limits.Auth < 1 || limits.Key < 1 || limits.PairingCodes < 1)
        {
            yield return "WhatsAppGateway:RateLimits:Address, Auth, Key and PairingCodes must be at least 1.";
        }
    }

    private static IEnumerable<string> SendingProblems(SendingOptions sending)
    {
        if (sending.Wait < TimeSpan.Zero || sending.TimeToLive <= TimeSpan.Zero || sending.ChatInterval < TimeSpan.Zero)
        {
            yield return "WhatsAppGateway:Sending:TimeToLive must be positive, and Wait and ChatInterval not negative.";
        }

        if (!(sending.MessagesPerSecond > 0) || sending.Burst < 1 || sending.ChatBurst < 1 || sending.MaxConcurrent < 1 || sending.NewChatsPerDay < 1)
        {
            yield return "WhatsAppGateway:Sending:MessagesPerSecond must be positive, and Burst, ChatBurst, MaxConcurrent and NewChatsPerDay at least 1.";
        }
    }

    private static IEnumerable<string> WebhookProblems(WebhookOptions webhooks)
    {
        if (webhooks.RetryWaits.Any(wait => wait < TimeSpan.Zero) || webhooks.BreakFor <= TimeSpan.Zero)
        {
            yield return "WhatsAppGateway:Webhooks:RetryWaits must not be negative, and BreakFor must be positive.";
        }

        if (webhooks.MaxPerSubscription < 1 || webhooks.MaxConcurrent < 1 || webhooks.BreakAfter < 1)
        {
            yield return "WhatsAppGateway:Webhooks:MaxPerSubscription, MaxConcurrent and BreakAfter must be at least 1.";
        }
    }

    private static IEnumerable<string> LiveEventProblems(LiveEventOptions live)
    {
        if (live.Heartbeat <= TimeSpan.Zero || live.WriteTimeout <= TimeSpan.Zero || live.MaxPerSubscription < 1)
        {
            yield return "WhatsAppGateway:LiveEvents:Heartbeat and WriteTimeout must be positive, and MaxPerSubscription at least 1.";
        }

        if (live.CheckEvery <= TimeSpan.Zero || live.CheckEvery > TimeSpan.FromMinutes(1))
        {
            yield return "WhatsAppGateway:LiveEvents:CheckEvery must be positive, and a minute at most.";
        }
    }

    private static IEnumerable<string> MediaProblems(MediaStorageOptions media)
    {
        if (media.MaxFileBytes is < 1 or > MaxFileBytes || media.MaxInlineBytes is < 1 or > MaxInlineBytes || media.MaxSubscriptionBytes < media.MaxFileBytes)
        {
            yield return "WhatsAppGateway:Media:MaxFileBytes must be 1 to 2 GiB, MaxInlineBytes 1 to 256 MiB, and MaxSubscriptionBytes at least MaxFileBytes.";
        }
    }

    private static IEnumerable<string> OutboundProblems(OutboundOptions outbound)
    {
        if (outbound.Ports.Any(port => port is < 1 or > 65535) || outbound.Timeout <= TimeSpan.Zero)
        {
            yield return "WhatsAppGateway:Outbound:Ports must be 1 to 65535, and Timeout positive.";
        }
    }

    private static IEnumerable<string> MetricsProblems(MetricsOptions metrics)
    {
        if (metrics.Path is not ['/', _, ..] || metrics.Path.Contains('{', StringComparison.Ordinal))
        {
            yield return "WhatsAppGateway:Metrics:Path must be a path such as /metrics.";
        }
    }

    private static IEnumerable<string> OperatorProblems(string? key)
    {
        if (key is not null && (!key.StartsWith(OperatorKey.Marker, StringComparison.Ordinal) || Encoding.UTF8.GetByteCount(key) < OperatorKey.MinLength))
        {
            yield return $"WhatsAppGateway:OperatorKey must be {OperatorKey.Marker} and at least 32 more bytes.";
        }
        else if (key is not null && GuessableKeys.Has(key[OperatorKey.Marker.Length..]))
        {
            yield return $"WhatsAppGateway:OperatorKey {Guessable}";
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
        else if (jwt.SigningKey is { } strong && GuessableKeys.Has(strong))
        {
            yield return $"WhatsAppGateway:Jwt:SigningKey {Guessable}";
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
        else if (encryption.Key is { } whole && GuessableKeys.Has(whole))
        {
            yield return $"WhatsAppGateway:Encryption:Key {Guessable}";
        }
    }
}
