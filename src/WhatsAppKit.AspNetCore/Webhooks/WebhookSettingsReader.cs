using System.Text;
using System.Text.Json;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.Net;
using WhatsAppKit.AspNetCore.Persistence;
using WhatsAppKit.Contracts.Webhooks;

namespace WhatsAppKit.AspNetCore.Webhooks;

/// <summary>Checks the settings of a webhook and writes them into its row; opens what is sealed in it.</summary>
internal sealed class WebhookSettingsReader(RecordSealer sealer, OutboundHttp outbound)
{
    private const string SecretKind = "webhook-secret";
    private const string HeadersKind = "webhook-headers";
    private const int MaxUrl = 2048;
    private const int MaxDescription = 200;
    private const int MaxHeaders = 20;
    private const int MaxHeaderName = 64;
    private const int MaxHeaderValue = 1024;
    private const int MaxConcurrency = 16;
    private const int MaxTimeout = 30;
    private const int DefaultConcurrency = 4;
    private const int DefaultTimeout = 15;

    // What the gateway and its transport say themselves.
    private static readonly string[] Reserved =
    [
        "host", "connection", "keep-alive", "transfer-encoding", "te", "trailer", "upgrade", "expect", "cookie", "x-hub-signature-256", "proxy-authorization",
    ];

    /// <summary>Writes settings into a row.</summary>
    /// <exception cref="GatewayException">One of them is not valid; the field is named.</exception>
    public void Apply(Webhook row, WebhookSettings settings)
    {
        row.Url = Url(settings.Url);
        row.Description = settings.Description is { } text ? Validated.Text(text, "description", MaxDescription, 0) : null;
        row.Events = EventFilter.Of(settings.Events, "events");
        row.Headers = Headers(row, settings.Headers);
        row.IsOrdered = settings.Ordered ?? false;
        row.SignsForHub = settings.HubSignature ?? false;
        row.MaxConcurrency = row.IsOrdered ? 1 : Number(settings.MaxConcurrency, "maxConcurrency", DefaultConcurrency, MaxConcurrency);
        row.TimeoutSeconds = Number(settings.TimeoutSeconds, "timeoutSeconds", DefaultTimeout, MaxTimeout);
    }

    public byte[] Seal(Webhook row, string secret) => sealer.Seal(row.SubscriptionId, SecretKind, row.Id, Encoding.ASCII.GetBytes(secret));

    /// <summary>The secrets that sign now, the newest first.</summary>
    public string[] Secrets(Webhook row, DateTimeOffset now) =>
        row.PreviousSecret is { } previous && row.PreviousSecretUntil > now ? [Open(row, row.Secret), Open(row, previous)] : [Open(row, row.Secret)];

    public IReadOnlyDictionary<string, string> Headers(Webhook row) => row.Headers is { } headers
        ? JsonSerializer.Deserialize<Dictionary<string, string>>(sealer.Open(row.SubscriptionId, HeadersKind, row.Id, headers))!
        : new Dictionary<string, string>();

    private string Open(Webhook row, byte[] secret) => Encoding.ASCII.GetString(sealer.Open(row.SubscriptionId, SecretKind, row.Id, secret));

    private string Url(string? url)
    {
        if (url is not { Length: > 0 and <= MaxUrl })
        {
            throw GatewayException.Invalid("url", $"An address of 1 to {MaxUrl} characters is needed.");
        }

        try
        {
            return outbound.Check(url).AbsoluteUri;
        }
        catch (OutboundRefusedException error)
        {
            throw GatewayException.Invalid("url", error.Message);
        }
    }

    private byte[]? Headers(Webhook row, IReadOnlyDictionary<string, string>? headers)
    {
        if (headers is not { Count: > 0 })
        {
            return null;
        }

        var isValid = headers.Count <= MaxHeaders && headers.All(header => IsName(header.Key) && IsValue(header.Value));
        return isValid && headers.Keys.Distinct(StringComparer.OrdinalIgnoreCase).Count() == headers.Count
            ? sealer.Seal(row.SubscriptionId, HeadersKind, row.Id, JsonSerializer.SerializeToUtf8Bytes(headers))
            : throw GatewayException.Invalid("headers", $"At most {MaxHeaders} are allowed, with names that the gateway does not set itself and values of visible ASCII characters.");
    }

    private static bool IsName(string name) =>
        name.Length is > 0 and <= MaxHeaderName
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
        && !Reserved.Contains(name, StringComparer.OrdinalIgnoreCase)
        && !name.StartsWith("webhook-", StringComparison.OrdinalIgnoreCase)
        && !name.StartsWith("content-", StringComparison.OrdinalIgnoreCase);

    private static bool IsValue(string? value) => value is { Length: <= MaxHeaderValue } && value.All(c => c is >= ' ' and <= '~');

    private static int Number(int? value, string field, int fallback, int max) =>
        value is null ? fallback : value is >= 1 && value <= max ? value.Value : throw GatewayException.Invalid(field, $"1 to {max} is allowed.");
}
