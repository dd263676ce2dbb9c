using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WhatsAppKit.AspNetCore.Auth;
using WhatsAppKit.Contracts;

namespace WhatsAppKit.AspNetCore.Logging;

/// <summary>
/// One request to the gateway: its correlation id, told in the answer, and the line about it when it was answered. It begins
/// where the gateway first sees the request, in the Bearer scheme or at the endpoint, and needs no middleware.
/// </summary>
internal sealed class RequestTrace
{
    private static readonly Func<ILogger, string, IDisposable?> CorrelationScope = LoggerMessage.DefineScope<string>("Correlation {CorrelationId}");

    private readonly GatewayLogs _logs;
    private readonly TimeProvider _time;
    private readonly long _began;

    private RequestTrace(HttpContext context)
    {
        _logs = context.RequestServices.GetRequiredService<GatewayLogs>();
        _time = context.RequestServices.GetRequiredService<TimeProvider>();
        _began = _time.GetTimestamp();

        // The pattern, not the path: ids and names stay out. An exception handler forgets the endpoint, so it is read now.
        Route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "";
        Id = CorrelationId.Of(context.Request);
    }

    public string Id { get; }

    public string Route { get; }

    /// <summary>The trace of a request, begun when this is the first that asks for it.</summary>
    public static RequestTrace Of(HttpContext context)
    {
        if (Find(context) is { } known)
        {
            return known;
        }

        var trace = new RequestTrace(context);
        context.Features.Set(trace);

        // As it starts, since an exception handler clears what was set before.
        context.Response.OnStarting(() =>
        {
            context.Response.Headers[Routes.CorrelationHeader] = trace.Id;
            return Task.CompletedTask;
        });
        context.Response.OnCompleted(() =>
        {
            trace.End(context);
            return Task.CompletedTask;
        });
        return trace;
    }

    /// <summary>Null for a request that is not the gateway's.</summary>
    public static RequestTrace? Find(HttpContext context) => context.Features.Get<RequestTrace>();

    /// <summary>Every line until the end of the scope carries the id.</summary>
    public IDisposable? Scope() => CorrelationScope(_logs.Request, Id);

    private void End(HttpContext context)
    {
        using var scope = Scope();
        var status = context.Response.StatusCode;
        RequestLog.Answered(
            _logs.Request,
            status >= StatusCodes.Status500InternalServerError ? LogLevel.Warning : LogLevel.Information,
            context.Request.Method,
            Route,
            status,
            _time.GetElapsedTime(_began).TotalMilliseconds,
            context.User.FindFirst(TenantContext.SubscriptionClaim)?.Value,
            context.User.FindFirst(TenantContext.InstanceClaim)?.Value);
    }
}
