using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;
using Polly;
using Polly.Timeout;

namespace WhatsAppKit.Client.Http;

/// <summary>What is done about failures that pass: repeating what is safe to repeat, time-outs, and leaving a gateway alone that fails.</summary>
internal static class GatewayResilience
{
    private const string Pipeline = "gateway";

    public static void Add(IHttpClientBuilder client, Func<IServiceProvider, GatewayResilienceOptions> options)
    {
        // The factory's own log lines have paths, and paths have phone numbers.
        client.RemoveAllLoggers();
        client.AddHttpMessageHandler(() => new IdempotencyKeys());
        client.AddResilienceHandler(Pipeline, (pipeline, context) => Configure(pipeline, options(context.ServiceProvider)));
    }

    private static void Configure(ResiliencePipelineBuilder<HttpResponseMessage> pipeline, GatewayResilienceOptions options)
    {
        if (options.MaxRetries > 0)
        {
            pipeline.AddRetry(new HttpRetryStrategyOptions
            {
                MaxRetryAttempts = options.MaxRetries,
                Delay = options.RetryDelay,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldHandle = attempt => ValueTask.FromResult(
                    MayRepeat(attempt.Context.GetRequestMessage()) && Passes(attempt.Outcome) && (RetryAfterHeader.Read(attempt.Outcome.Result) ?? TimeSpan.Zero) <= options.MaxRetryAfter),
                OnRetry = attempt =>
                {
                    options.OnRetry?.Invoke(attempt.AttemptNumber + 1, attempt.RetryDelay, attempt.Outcome.Result?.StatusCode);
                    return ValueTask.CompletedTask;
                },
            });
        }

        pipeline.AddCircuitBreaker(new HttpCircuitBreakerStrategyOptions
        {
            FailureRatio = options.BreakRatio,
            MinimumThroughput = options.BreakAfter,
            SamplingDuration = options.BreakWindow,
            BreakDuration = options.BreakFor,

            // Too many requests are the caller's own doing, and a 4xx is an answer.
            ShouldHandle = attempt => ValueTask.FromResult(
                attempt.Outcome.Exception is HttpRequestException or TimeoutRejectedException || attempt.Outcome.Result?.StatusCode >= HttpStatusCode.InternalServerError),
        });
        pipeline.AddTimeout(options.AttemptTimeout);
    }

    /// <summary>What reads, and what has a key by which the gateway knows it again.</summary>
    private static bool MayRepeat(HttpRequestMessage? request) =>
        request is not null && (request.Method == HttpMethod.Get || request.Method == HttpMethod.Head || request.Headers.Contains(IdempotencyKeys.Header));

    private static bool Passes(Outcome<HttpResponseMessage> outcome) => outcome switch
    {
        { Exception: HttpRequestException or TimeoutRejectedException } => true,

        // An earlier attempt with this key is still being served.
        { Result: { StatusCode: HttpStatusCode.Conflict, Headers.RetryAfter: not null } } => true,
        {
            Result.StatusCode: HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable
            or HttpStatusCode.GatewayTimeout
        } => true,
        _ => false,
    };
}
