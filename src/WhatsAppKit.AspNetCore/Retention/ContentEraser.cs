using Microsoft.EntityFrameworkCore;
using WhatsAppKit.AspNetCore.Events;
using WhatsAppKit.AspNetCore.Media;
using WhatsAppKit.AspNetCore.Messages.Receiving;
using WhatsAppKit.AspNetCore.Persistence;

namespace WhatsAppKit.AspNetCore.Retention;

/// <summary>
/// Takes out what was kept before a subscription chose to keep metadata only: what messages said, what people answered, files, and the
/// same in events. Nothing new comes meanwhile, so one walk is enough; a walk that was interrupted begins anew.
/// </summary>
internal sealed class ContentEraser(
    IDbContextFactory<GatewayDbContext> contexts, EventLog events, MediaStore media, Batches batches, TimeProvider time)
{
    private static readonly MarkKind[] Said = [MarkKind.Reaction, MarkKind.Vote, MarkKind.EventAnswer];

    /// <returns>False when the subscription keeps content again meanwhile.</returns>
    public async Task<bool> EraseAsync(string subscriptionId, CancellationToken cancellationToken)
    {
        string[] instances;
        await using (var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false))
        {
            instances = await context.Instances.IgnoreQueryFilters().Where(row => row.SubscriptionId == subscriptionId).Select(row => row.Id)
                .ToArrayAsync(cancellationToken).ConfigureAwait(false);
        }

        foreach (var instance in instances)
        {
            await WalkAsync((context, after) => MessagesAsync(context, instance, after, cancellationToken), cancellationToken).ConfigureAwait(false);
        }

        await WalkAsync((context, after) => EventsAsync(context, subscriptionId, after, cancellationToken), cancellationToken).ConfigureAwait(false);
        await media.ExpireAllAsync(subscriptionId, cancellationToken).ConfigureAwait(false);
        await using var done = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var now = StoredTime.Now(time);
        return await done.Subscriptions.IgnoreQueryFilters().Where(row => row.Id == subscriptionId && row.IsMetadataOnly)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.ContentErasedAt, now), cancellationToken).ConfigureAwait(false) > 0;
    }

    /// <summary>What waits to be sent says what it says until it was sent.</summary>
    private async Task<IReadOnlyList<long>> MessagesAsync(GatewayDbContext context, string instanceId, long after, CancellationToken cancellationToken)
    {
        var own = context.Messages.IgnoreQueryFilters().Where(row => row.InstanceId == instanceId && row.Sequence > after);
        var batch = await own.OrderBy(row => row.Sequence).Take(batches.Size).Select(row => row.Sequence)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        if (batch.Count == 0)
        {
            return batch;
        }

        var last = batch[^1];
        await own.Where(row => row.Sequence <= last).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.Text, (string?)null).SetProperty(row => row.Body, row => row.DueAt == null ? null : row.Body)
                .SetProperty(row => row.Request, row => row.DueAt == null && row.Request != null ? "" : row.Request),
            cancellationToken).ConfigureAwait(false);
        await context.MessageMarks.IgnoreQueryFilters().Where(mark => batch.Contains(mark.MessageSequence) && Said.Contains(mark.Kind))
            .ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
        return batch;
    }

    private async Task<IReadOnlyList<long>> EventsAsync(GatewayDbContext context, string subscriptionId, long after, CancellationToken cancellationToken)
    {
        var batch = await context.Events.IgnoreQueryFilters().Where(row => row.SubscriptionId == subscriptionId && row.Sequence > after)
            .OrderBy(row => row.Sequence).Take(batches.Size).ToListAsync(cancellationToken).ConfigureAwait(false);
        foreach (var row in batch)
        {
            events.KeepMetadata(row);
        }

        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        return [.. batch.Select(row => row.Sequence)];
    }

    /// <summary>Each step does one batch of the rows after a place, and tells which they were.</summary>
    private async Task WalkAsync(Func<GatewayDbContext, long, Task<IReadOnlyList<long>>> stepAsync, CancellationToken cancellationToken)
    {
        var place = 0L;
        await batches.RunAsync(
            async context =>
            {
                var done = await stepAsync(context, place).ConfigureAwait(false);
                place = done.Count > 0 ? done[^1] : place;
                return done.Count;
            },
            cancellationToken).ConfigureAwait(false);
    }
}
