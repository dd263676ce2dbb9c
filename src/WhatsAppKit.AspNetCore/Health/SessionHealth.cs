using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.Logging;
using WhatsAppKit.AspNetCore.Persistence;

namespace WhatsAppKit.AspNetCore.Health;

/// <summary>
/// Whether the session store takes a change: a database that can be read and not written answers every question, and no message can
/// be sent or received with it.
/// </summary>
internal sealed class SessionHealth(IDbContextFactory<GatewayDbContext> contexts, GatewayLogs logs) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await using var database = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);

            // No row has this id; the database takes its lock for writing all the same.
            await database.SessionRecords.Where(row => row.InstanceId == "")
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.ExpiresAt, row => row.ExpiresAt), cancellationToken).ConfigureAwait(false);
            return HealthCheckResult.Healthy();
        }
        catch (DbException error)
        {
            HostingLog.DatabaseUnreachable(logs.Error, error);
            return HealthCheckResult.Unhealthy("The session store takes no change.");
        }
    }
}
