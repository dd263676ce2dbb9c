using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using WhatsAppKit.AspNetCore.Auth;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.Contracts;

namespace WhatsAppKit.AspNetCore.RateLimiting;

/// <summary>
/// Counts requests by address and by key over the framework's partitioned limiter, and tells callers where they stand (<c>RateLimit</c>,
/// <c>RateLimit-Policy</c>, <c>Retry-After</c>). It belongs to the gateway's own endpoints, not to the application's pipeline: no
/// middleware can be forgotten, and the application's own limits stay as they are.
/// </summary>
internal sealed class RateGate : IDisposable
{
    public const string KeyClaim = "key_id";
    public const string KeyLimitClaim = "key_limit";

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly RateLimitOptions _limits;
    private readonly PartitionedRateLimiter<Subject> _limiter;

    public RateGate(IOptions<WhatsAppGatewayOptions> options, TimeProvider time)
    {
        _limits = options.Value.RateLimits;
        _limiter = PartitionedRateLimiter.Create<Subject, Subject>(
            subject => RateLimitPartition.Get(subject, key => new WindowLimiter(key.Limit, Window, time)));
    }

    /// <summary>What endpoints do first.</summary>
    public Task PassAsync(HttpContext context, RatePolicy policy, RequestDelegate next) =>
        TryEnter(context, RatePolicy.Address) && (policy == RatePolicy.Address || TryEnter(context, policy)) ? next(context) : RefuseAsync(context);

    /// <summary>Counts a request, once for each policy however often it is asked.</summary>
    public bool TryEnter(HttpContext context, RatePolicy policy)
    {
        var state = context.Features.Get<RateState>();
        if (state is null)
        {
            state = new RateState();
            context.Features.Set(state);
        }

        if (!state.Leases.TryGetValue(policy, out var lease))
        {
            if (SubjectOf(context, policy) is not { } subject)
            {
                return true;
            }

            lease = (WindowLease)_limiter.AttemptAcquire(subject);
            state.Leases.Add(policy, lease);
            Tell(context.Response, state);
        }

        return lease.IsAcquired;
    }

    /// <summary>Answers a request that was not let in.</summary>
    public static Task RefuseAsync(HttpContext context)
    {
        var (policy, lease) = context.Features.Get<RateState>()!.Leases.First(each => !each.Value.IsAcquired);
        context.Response.Headers.RetryAfter = Problems.RetryAfterSeconds(lease.Ends);
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

    public void Dispose() => _limiter.Dispose();

    private Subject? SubjectOf(HttpContext context, RatePolicy policy) => policy switch
    {
        RatePolicy.Address => new Subject(policy, ClientAddress.Of(context), _limits.Address),
        RatePolicy.Auth => new Subject(policy, ClientAddress.Of(context), _limits.Auth),
        _ => TenantContext.IdentityOf(context.User) is { } caller && caller.FindFirst(KeyClaim)?.Value is { } key
            ? new Subject(policy, key, int.TryParse(caller.FindFirst(KeyLimitClaim)?.Value, CultureInfo.InvariantCulture, out var own) ? own : _limits.Key)
            : null,
    };

    private static void Tell(HttpResponse response, RateState state)
    {
        response.Headers["RateLimit-Policy"] = string.Join(", ", state.Leases.Select(each => $"\"{Name(each.Key)}\";q={each.Value.Limit};w={(int)Window.TotalSeconds}"));
        response.Headers["RateLimit"] = string.Join(
            ", ", state.Leases.Select(each => $"\"{Name(each.Key)}\";r={each.Value.Left};t={Problems.RetryAfterSeconds(each.Value.Ends)}"));
    }

    private static string Name(RatePolicy policy) => policy.ToString().ToLowerInvariant();

    /// <summary>Whose requests are counted together. The limit is part of it: another limit begins a count of its own.</summary>
    private sealed record Subject(RatePolicy Policy, string Key, int Limit);

    private sealed class RateState
    {
        public Dictionary<RatePolicy, WindowLease> Leases { get; } = [];
    }
}
