using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.Media;
using WhatsAppKit.AspNetCore.Persistence;

namespace WhatsAppKit.AspNetCore.Retention;

/// <summary>Deletes messages whose time is over, with what was done to them, and with their files.</summary>
internal sealed class ExpiredMessages(
    IDbContextFactory<GatewayDbContext> contexts, MediaFiles files, IOptions<WhatsAppGatewayOptions> options, TimeProvider time)
{
    /// <returns>How many there were.</returns>
    public async Task<long> RemoveAsync(string subscriptionId, DateTimeOffset before, CancellationToken cancellationToken)
    {
        var removed = 0L;
        while (true)
        {
            var count = await RemoveOnceAsync(subscriptionId, before, cancellationToken).ConfigureAwait(false);
            removed += count;
            if (count < options.Value.Retention.BatchSize)
            {
                return removed;
            }

            await Task.Delay(options.Value.Retention.Pause, time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The oldest first. What waits to be sent is not among them, however long ago it was accepted.</summary>
    internal static IQueryable<StoredMessage> Expired(GatewayDbContext context, string subscriptionId, DateTimeOffset before) =>
        context.Messages.IgnoreQueryFilters().AsNoTracking()
            .Where(row => row.SubscriptionId == subscriptionId && row.DueAt == null && row.Timestamp < before).OrderBy(row => row.Timestamp);

    private async Task<int> RemoveOnceAsync(string subscriptionId, DateTimeOffset before, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        var rows = await Expired(context, subscriptionId, before).Take(options.Value.Retention.BatchSize).Select(row => new { row.Sequence, row.MediaId })
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        if (rows.Count == 0)
        {
            return 0;
        }

        var sequences = rows.Select(row => row.Sequence).ToArray();
        await context.Messages.IgnoreQueryFilters().Where(row => sequences.Contains(row.Sequence)).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);

        // Two messages may have one file: it goes with the last of them.
        var ids = rows.Where(row => row.MediaId is not null).Select(row => row.MediaId!).Distinct().ToArray();
        var orphans = await context.Media.IgnoreQueryFilters().AsNoTracking()
            .Where(row => ids.Contains(row.Id) && !context.Messages.IgnoreQueryFilters().Any(message => message.MediaId == row.Id))
            .Select(row => new { row.InstanceId, row.Id }).ToListAsync(cancellationToken).ConfigureAwait(false);
        ids = [.. orphans.Select(row => row.Id)];
        await context.Media.IgnoreQueryFilters().Where(row => ids.Contains(row.Id)).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        foreach (var file in orphans)
        {
            files.Delete(file.InstanceId, file.Id);
        }

        return rows.Count;
    }
}
