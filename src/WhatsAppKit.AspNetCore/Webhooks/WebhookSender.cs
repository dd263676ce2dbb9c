using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using WhatsAppKit.AspNetCore.Metrics;
using WhatsAppKit.AspNetCore.Net;
using WhatsAppKit.AspNetCore.Persistence;
using WhatsAppKit.Contracts.Events;
using WhatsAppKit.Contracts.Webhooks;

namespace WhatsAppKit.AspNetCore.Webhooks;

/// <summary>How an attempt ended.</summary>
/// <param name="At">When it began.</param>
/// <param name="Status">The status of the answer; null when there was none.</param>
/// <param name="Error">What went wrong, in a word; null for nothing.</param>
/// <param name="Duration">How long it took.</param>
/// <param name="RetryAfter">How long the receiver wants to be left alone.</param>
internal sealed record AttemptOutcome(DateTimeOffset At, int? Status, string? Error, TimeSpan Duration, TimeSpan? RetryAfter)
{
    public bool IsTaken => Error is null;

    /// <summary>The receiver says that it wants nothing any more.</summary>
    public bool IsGone => Status == 410;

    public WebhookAttemptResponse ToContract() => new(At, Status, Error, (int)Duration.TotalMilliseconds);
}

/// <summary>Makes one attempt to post an event. A redirect is a failure: a signature is for the address it was made for.</summary>
internal sealed class WebhookSender(OutboundHttp outbound, WebhookSettingsReader settings, GatewayMetrics metrics, TimeProvider time)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(24);

    public async Task<AttemptOutcome> SendAsync(Webhook webhook, GatewayEvent happened, CancellationToken cancellationToken)
    {
        var (at, started) = (StoredTime.Now(time), time.GetTimestamp());
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(webhook.TimeoutSeconds), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var request = Request(webhook, happened, at);
            using var response = await outbound.SendAsync(request, either.Token).ConfigureAwait(false);
            return Ended((int)response.StatusCode, response.IsSuccessStatusCode ? null : "status", Pause(response));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Ended(null, "timeout", null);
        }
        catch (OutboundRefusedException error)
        {
            return Ended(null, error.IsAddress ? "refused-address" : "connection", null);
        }

        AttemptOutcome Ended(int? status, string? error, TimeSpan? pause)
        {
            var took = time.GetElapsedTime(started);
            metrics.Delivered(error, took);
            return new(at, status, error, took, pause);
        }
    }

    private HttpRequestMessage Request(Webhook webhook, GatewayEvent happened, DateTimeOffset at)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(happened, JsonSerializerOptions.Web);
        var secrets = settings.Secrets(webhook, at);
        var request = new HttpRequestMessage(HttpMethod.Post, webhook.Url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        foreach (var (name, value) in settings.Headers(webhook))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        request.Headers.Add("webhook-id", happened.Id);
        request.Headers.Add("webhook-timestamp", at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", WebhookSignature.Standard(happened.Id, at, body, secrets));
        if (webhook.SignsForHub)
        {
            request.Headers.Add("X-Hub-Signature-256", WebhookSignature.Hub(body, secrets[0]));
        }

        return request;
    }

    /// <summary>What a receiver that is too busy asks for.</summary>
    private TimeSpan? Pause(HttpResponseMessage response)
    {
        if ((int)response.StatusCode is not (429 or 502 or 503 or 504) || response.Headers.RetryAfter is not { } header)
        {
            return null;
        }

        var pause = header.Delta ?? (header.Date - time.GetUtcNow()) ?? TimeSpan.Zero;
        return pause < TimeSpan.Zero ? null : pause < LongestPause ? pause : LongestPause;
    }
}

/// <summary>The event of a test.</summary>
internal static class WebhookPing
{
    public static GatewayEvent Create(Webhook webhook, DateTimeOffset now) => new(
        "evt_" + Ids.Create(), EventTypes.WebhookPing, now, webhook.InstanceId, JsonSerializer.SerializeToElement(new PingData(webhook.Id), JsonSerializerOptions.Web));
}
