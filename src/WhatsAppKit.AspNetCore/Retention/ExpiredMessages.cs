using Microsoft.EntityFrameworkCore;
using WhatsAppKit.AspNetCore.Media;
using WhatsAppKit.AspNetCore.Persistence;

namespace WhatsAppKit.AspNetCore.Retention;

/// <summary>Deletes messages whose time is over, with what was done to them, and with their files.</summary>
internal sealed class ExpiredMessages(MediaFiles files, Batches batches)
{
    /// <returns>How many there were.</returns>
    public Task<long> RemoveAsync(string subscriptionId, DateTimeOffset before, CancellationToken cancellationToken)
    {
        var orphans = new List<(string InstanceId, string Id)>();
        return batches.RunAsync(
            context => RemoveOnceAsync(context, subscriptionId, before, orphans, cancellationToken),
            cancellationToken,
            () =>
            {
                orphans.ForEach(file => files.Delete(file.InstanceId, file.Id));
                orphans.Clear();
            });
    }

    /// <summary>The oldest first. What waits to be sent is not among them, however long ago it was accepted.</summary>
    internal static IQueryable<StoredMessage> Expired(GatewayDbContext context, string subscriptionId, DateTimeOffset before) =>
        context.Messages.IgnoreQueryFilters().AsNoTracking()
            .Where(row => row.SubscriptionId == subscriptionId && row.DueAt == null && row.Timestamp < before).OrderBy(row => row.Timestamp);

    private async Task<int> RemoveOnceAsync(
        GatewayDbContext context, string subscriptionId, DateTimeOffset before, List<(string InstanceId, string Id)> orphans, CancellationToken cancellationToken)
    {
        var rows = await Expired(context, subscriptionId, before).Take(batches.Size).Select(row => new { row.Sequence, row.MediaId })
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        if (rows.Count == 0)
        {
            return 0;
        }

        var sequences = rows.Select(row => row.Sequence).ToArray();
        await context.Messages.IgnoreQueryFilters().Where(row => sequences.Contains(row.Sequence)).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);

        // Two messages may have one file: it goes with the last of them.
        var ids = rows.Where(row => row.MediaId is not null).Select(row => row.MediaId!).Distinct().ToArray();
        var alone = await context.Media.IgnoreQueryFilters().AsNoTracking()
            .Where(row => ids.Contains(row.Id) && !context.Messages.IgnoreQueryFilters().Any(message => message.MediaId == row.Id))
            .Select(row => new { row.InstanceId, row.Id }).ToListAsync(cancellationToken).ConfigureAwait(false);
        ids = [.. alone.Select(row => row.Id)];
        await context.Media.IgnoreQueryFilters().Where(row => ids.Contains(row.Id)).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
        orphans.AddRange(alone.Select(row => (row.InstanceId, row.Id)));
        return rows.Count;
    }
}
