using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using WhatsAppKit.AspNetCore.Auth;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.RateLimiting;
using WhatsAppKit.Contracts;
using WhatsAppKit.Contracts.Health;

namespace WhatsAppKit.AspNetCore.Health;

/// <summary>What a supervisor asks: does the process run, can it serve, and what is wrong with what.</summary>
internal static class HealthEndpoints
{
    public static void Map(RouteGroupBuilder gateway)
    {
        var settings = ((IEndpointRouteBuilder)gateway).ServiceProvider.GetRequiredService<IOptions<WhatsAppGatewayOptions>>().Value.Health;
        var health = gateway.MapGroup("").RateLimited(RatePolicy.Address).WithTags("Health");
        health.MapGet(Routes.HealthLive, () => TypedResults.Ok(new HealthResponse("live"))).AllowAnonymous().WithName("GetLiveness");
        health.MapGet(Routes.HealthReady, ReadyAsync).AllowAnonymous().Fails(503, ProblemCodes.NotReady).WithName("GetReadiness");
        var report = health.MapGet(Routes.Health, ReportAsync).Produces<HealthReportResponse>(StatusCodes.Status503ServiceUnavailable).WithName("GetHealth");
        if (settings.ShowDetails)
        {
            report.AllowAnonymous();
        }
        else
        {
            report.RequireAuthorization(Policies.Operator);
        }
    }

    private static async Task<Ok<HealthResponse>> ReadyAsync(HealthCheckService checks, CancellationToken cancellationToken) =>
        (await CheckAsync(checks, cancellationToken).ConfigureAwait(false)).Status == HealthStatus.Unhealthy
            ? throw new GatewayException(StatusCodes.Status503ServiceUnavailable, ProblemCodes.NotReady, "The gateway cannot serve requests now.")
            : TypedResults.Ok(new HealthResponse("ready"));

    private static async Task<Results<Ok<HealthReportResponse>, JsonHttpResult<HealthReportResponse>>> ReportAsync(
        HealthCheckService checks, CancellationToken cancellationToken)
    {
        var report = await CheckAsync(checks, cancellationToken).ConfigureAwait(false);
        var answer = new HealthReportResponse(
            Word(report.Status), Milliseconds(report.TotalDuration), report.Entries.ToDictionary(entry => entry.Key, entry => ToContract(entry.Value)));
        return report.Status == HealthStatus.Unhealthy
            ? TypedResults.Json(answer, statusCode: StatusCodes.Status503ServiceUnavailable)
            : TypedResults.Ok(answer);
    }

    private static Task<HealthReport> CheckAsync(HealthCheckService checks, CancellationToken cancellationToken) =>
        checks.CheckHealthAsync(check => check.Tags.Contains(GatewayHealth.Tag), cancellationToken);

    private static HealthEntryResponse ToContract(HealthReportEntry entry) => new(
        Word(entry.Status),
        Milliseconds(entry.Duration),

        // An exception's words may name files, hosts and users: the log has them.
        entry.Exception is null ? entry.Description : "The check failed; the log says why.",
        entry.Data.Where(each => each.Value is long or int).ToDictionary(each => each.Key, each => Convert.ToInt64(each.Value, null)));

    private static string Word(HealthStatus status) => status switch
    {
        HealthStatus.Healthy => "healthy",
        HealthStatus.Degraded => "degraded",
        _ => "unhealthy",
    };

    private static double Milliseconds(TimeSpan time) => Math.Round(time.TotalMilliseconds, 1);
}
