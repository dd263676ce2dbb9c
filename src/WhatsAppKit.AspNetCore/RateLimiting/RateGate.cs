using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using WhatsAppKit.AspNetCore.Auth;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.Metrics;
using WhatsAppKit.Contracts;

namespace WhatsAppKit.AspNetCore.RateLimiting;

/// <summary>
/// Counts requests by address and by key in the host's store, and tells callers where they stand (<c>RateLimit</c>,
/// <c>RateLimit-Policy</c>, <c>Retry-After</c>). It belongs to the gateway's own endpoints, not to the application's pipeline: no
/// middleware can be forgotten, and the application's own limits stay as they are.
/// </summary>
internal sealed class RateGate(RateCounts counts, GatewayMetrics metrics, IOptions<WhatsAppGatewayOptions> options)
{
    public const string KeyClaim = "key_id";
    public const string KeyLimitClaim = "key_limit";

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly RateLimitOptions _limits = options.Value.RateLimits;

    /// <summary>What endpoints do first.</summary>
    public async Task PassAsync(HttpContext context, RatePolicy policy, RequestDelegate next)
    {
        var isIn = await TryEnterAsync(context, RatePolicy.Address).ConfigureAwait(false)
            && (policy == RatePolicy.Address || await TryEnterAsync(context, policy).ConfigureAwait(false));
        await (isIn ? next(context) : RefuseAsync(context)).ConfigureAwait(false);
    }

    /// <summary>Counts a request, once for each policy however often it is asked.</summary>
    public async ValueTask<bool> TryEnterAsync(HttpContext context, RatePolicy policy)
    {
        var state = context.Features.Get<RateState>();
        if (state is null)
        {
            state = new RateState();
            context.Features.Set(state);
        }

        if (!state.Counts.TryGetValue(policy, out var counted))
        {
            if (SubjectOf(context, policy) is not { } subject)
            {
                return true;
            }

            counted = (subject.Limit, await counts.TakeAsync(subject, context.RequestAborted).ConfigureAwait(false));
            state.Counts.Add(policy, counted);
            Tell(context.Response, state);
            if (!counted.Count.IsTaken)
            {
                metrics.Limited(policy);
            }
        }

        return counted.Count.IsTaken;
    }

    /// <summary>Answers a request that was not let in.</summary>
    public static Task RefuseAsync(HttpContext context)
    {
        var (policy, counted) = context.Features.Get<RateState>()!.Counts.First(each => !each.Value.Count.IsTaken);
        context.Response.Headers.RetryAfter = Problems.RetryAfterSeconds(counted.Count.Ends);
        var (code, detail) = policy switch
        {
            RatePolicy.Auth => (ProblemCodes.AuthRateLimited, "Too many logins, registrations or password requests from this address."),
            RatePolicy.Key => (ProblemCodes.KeyRateLimited, "Too many requests with this API key."),
            _ => (ProblemCodes.AddressRateLimited, "Too many requests from this address."),
        };
        return Problems.WriteAsync(context, StatusCodes.Status429TooManyRequests, code, detail);
    }

    /// <summary>Writes the headers again, to an answer that was cleared.</summary>
    public static void Repeat(HttpContext context)
    {
        if (context.Features.Get<RateState>() is { } state)
        {
            Tell(context.Response, state);
        }
    }

    private RateLimited? SubjectOf(HttpContext context, RatePolicy policy) => policy switch
    {
        RatePolicy.Address => Counted(policy, ClientAddress.Of(context), _limits.Address),
        RatePolicy.Auth => Counted(policy, ClientAddress.Of(context), _limits.Auth),
        _ => TenantContext.IdentityOf(context.User) is { } caller && caller.FindFirst(KeyClaim)?.Value is { } key
            ? Counted(policy, key, int.TryParse(caller.FindFirst(KeyLimitClaim)?.Value, CultureInfo.InvariantCulture, out var own) ? own : _limits.Key)
            : null,
    };

    private static void Tell(HttpResponse response, RateState state)
    {
        response.Headers["RateLimit-Policy"] = string.Join(", ", state.Counts.Select(each => $"\"{Name(each.Key)}\";q={each.Value.Limit};w={(int)Window.TotalSeconds}"));
        response.Headers["RateLimit"] = string.Join(
            ", ", state.Counts.Select(each => $"\"{Name(each.Key)}\";r={each.Value.Count.Left};t={Problems.RetryAfterSeconds(each.Value.Count.Ends)}"));
    }

    private static string Name(RatePolicy policy) => policy.ToString().ToLowerInvariant();

    private static RateLimited Counted(RatePolicy policy, string subject, int limit) => new(Name(policy), subject, limit, Window);

    private sealed class RateState
    {
        public Dictionary<RatePolicy, (int Limit, RateLimitCount Count)> Counts { get; } = [];
    }
}
