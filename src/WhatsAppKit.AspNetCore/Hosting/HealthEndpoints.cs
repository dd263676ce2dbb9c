using System.Data.Common;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WhatsAppKit.AspNetCore.Logging;
using WhatsAppKit.AspNetCore.Persistence;
using WhatsAppKit.AspNetCore.RateLimiting;
using WhatsAppKit.Contracts;
using WhatsAppKit.Contracts.Health;

namespace WhatsAppKit.AspNetCore.Hosting;

/// <summary>What a supervisor asks: does the process run, and can it serve.</summary>
internal static class HealthEndpoints
{
    public static void Map(RouteGroupBuilder gateway)
    {
        var health = gateway.MapGroup("").AllowAnonymous().RateLimited(RatePolicy.Address).WithTags("Health");
        health.MapGet(Routes.HealthLive, () => TypedResults.Ok(new HealthResponse("live"))).WithName("GetLiveness");
        health.MapGet(Routes.HealthReady, ReadyAsync).Fails(503, ProblemCodes.NotReady).WithName("GetReadiness");
    }

    private static async Task<Ok<HealthResponse>> ReadyAsync(
        IDbContextFactory<GatewayDbContext> contexts, GatewayLogs logs, CancellationToken cancellationToken)
    {
        try
        {
            await using var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
            await context.Subscriptions.IgnoreQueryFilters().AnyAsync(cancellationToken).ConfigureAwait(false);
            return TypedResults.Ok(new HealthResponse("ready"));
        }
        catch (DbException error)
        {
            HostingLog.DatabaseUnreachable(logs.Error, error);
            throw new GatewayException(StatusCodes.Status503ServiceUnavailable, ProblemCodes.NotReady, "The database does not answer.");
        }
    }
}
