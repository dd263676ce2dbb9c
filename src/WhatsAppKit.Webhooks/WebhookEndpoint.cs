using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WhatsAppKit.Client.Webhooks;
using WhatsAppKit.Contracts.Events;

namespace WhatsAppKit.Webhooks;

/// <summary>One mapped webhook: verifies, claims, dispatches, answers. Who is refused is told nothing but the status.</summary>
internal sealed class WebhookEndpoint(
    string name,
    WebhookVerifier verifier,
    WebhookHandlers handlers,
    IWebhookDeduplication deduplication,
    WebhookReceiverOptions options,
    ILogger logger,
    CancellationToken stopping)
{
    public async Task ReceiveAsync(HttpContext context) => context.Response.StatusCode = await AnswerAsync(context).ConfigureAwait(false);

    private async Task<int> AnswerAsync(HttpContext context)
    {
        var headers = context.Request.Headers;
        string? id = headers["webhook-id"], at = headers["webhook-timestamp"], signature = headers["webhook-signature"];
        if (string.IsNullOrEmpty(id) || string.IsNullOrEmpty(at) || string.IsNullOrEmpty(signature))
        {
            WebhookReceiverLog.Refused(logger, name, WebhookRefusal.HeadersMissing);
            return StatusCodes.Status400BadRequest;
        }

        var (body, refusal) = await WebhookBody.ReadAsync(context.Request, options.MaxBodyBytes).ConfigureAwait(false);
        if (refusal is { } status)
        {
            WebhookReceiverLog.BodyRefused(logger, name);
            return status;
        }

        try
        {
            var happened = verifier.Verify(id, at, signature, body.Span);
            return happened.Type is { Length: > 0 } ? await TakeAsync(happened, context).ConfigureAwait(false) : Refuse(WebhookRefusal.NoEvent);
        }
        catch (WebhookVerificationException error)
        {
            return Refuse(error.Refusal);
        }
    }

    private int Refuse(WebhookRefusal refusal)
    {
        WebhookReceiverLog.Refused(logger, name, refusal);
        return refusal is WebhookRefusal.WrongSignature or WebhookRefusal.WrongTime ? StatusCodes.Status401Unauthorized : StatusCodes.Status400BadRequest;
    }

    private async Task<int> TakeAsync(GatewayEvent happened, HttpContext context)
    {
        IReadOnlyList<Func<CancellationToken, Task>> steps;
        try
        {
            steps = handlers.For(happened);
        }
        catch (JsonException)
        {
            WebhookReceiverLog.DataNotRead(logger, happened.Id, happened.Type);
            return StatusCodes.Status400BadRequest;
        }

        // Several webhooks of one application may each be told of the same event.
        var key = $"{name} {happened.Id}";
        switch (await deduplication.ClaimAsync(key, stopping).ConfigureAwait(false))
        {
            case WebhookClaim.Completed:
                return StatusCodes.Status204NoContent;
            case WebhookClaim.Busy:
                // Not a success: when the other one fails, the gateway must come again.
                context.Response.Headers.RetryAfter = Math.Ceiling(options.BusyRetryAfter.TotalSeconds).ToString(CultureInfo.InvariantCulture);
                return StatusCodes.Status503ServiceUnavailable;
            default:
                return await RunAsync(happened, key, steps, context.RequestServices).ConfigureAwait(false);
        }
    }

    // Handlers go on when the gateway does not wait any longer: its next attempt finds the event done, and not half done.
    private async Task<int> RunAsync(GatewayEvent happened, string key, IReadOnlyList<Func<CancellationToken, Task>> steps, IServiceProvider services)
    {
        try
        {
            foreach (var step in steps)
            {
                await step(stopping).ConfigureAwait(false);
            }

            foreach (var handler in services.GetServices<IWebhookHandler>())
            {
                await handler.HandleAsync(happened, stopping).ConfigureAwait(false);
            }
        }
        catch (Exception error)
        {
            // Whatever the application's handlers throw: the event is not taken, and somebody else may take it.
            WebhookReceiverLog.HandlerFailed(logger, happened.Id, happened.Type, error);
            await deduplication.ReleaseAsync(key, CancellationToken.None).ConfigureAwait(false);
            return StatusCodes.Status500InternalServerError;
        }

        await deduplication.CompleteAsync(key, CancellationToken.None).ConfigureAwait(false);
        return StatusCodes.Status204NoContent;
    }
}
