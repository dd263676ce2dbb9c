using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WhatsAppKit.AspNetCore.Persistence;

namespace WhatsAppKit.AspNetCore.Stats;

/// <summary>Counts the time of connections that last, once an hour: one that never ends shows too, and a crash loses an hour at most.</summary>
internal sealed partial class ConnectionTimeCounter(
    IDbContextFactory<GatewayDbContext> contexts, ConnectionTimes times, TimeProvider time, ILogger<ConnectionTimeCounter> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                // Not a periodic timer: after a jump of the clock it would make up for every hour.
                await Task.Delay(Interval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
                await CountAsync(stoppingToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The end of the host: what is connected is counted as it is disconnected.
        }
    }

    private async Task CountAsync(CancellationToken cancellationToken)
    {
        foreach (var instance in times.Connected)
        {
            try
            {
                await using var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
                await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
                if (await context.Instances.IgnoreQueryFilters().AnyAsync(row => row.Id == instance.InstanceId, cancellationToken).ConfigureAwait(false))
                {
                    await times.CountAsync(context, instance).ConfigureAwait(false);
                }

                await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (DbException error)
            {
                NotCounted(logger, instance.InstanceId, error);
            }
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "The time that the instance {InstanceId} was connected could not be counted.")]
    private static partial void NotCounted(ILogger logger, string instanceId, Exception error);
}
