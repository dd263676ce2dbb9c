using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.Logging;
using WhatsAppKit.AspNetCore.Persistence;

namespace WhatsAppKit.AspNetCore.Health;

/// <summary>Whether the database answers a query.</summary>
internal sealed class DatabaseHealth(IDbContextFactory<GatewayDbContext> contexts, GatewayLogs logs) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await using var database = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
            await database.Subscriptions.IgnoreQueryFilters().AnyAsync(cancellationToken).ConfigureAwait(false);
            return HealthCheckResult.Healthy();
        }
        catch (DbException error)
        {
            HostingLog.DatabaseUnreachable(logs.Error, error);
            return HealthCheckResult.Unhealthy("The database does not answer.");
        }
    }
}
