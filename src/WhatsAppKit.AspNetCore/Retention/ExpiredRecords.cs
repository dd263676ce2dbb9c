using Microsoft.EntityFrameworkCore;
using WhatsAppKit.AspNetCore.Events;
using WhatsAppKit.AspNetCore.Persistence;
using WhatsAppKit.AspNetCore.Webhooks;

namespace WhatsAppKit.AspNetCore.Retention;

/// <summary>
/// Deletes deliveries, events and audit entries whose time is over. Their numbers rise with time, so each look takes the lowest and stops at
/// the first that is young enough: where there is nothing to do it reads one batch.
/// </summary>
internal sealed class ExpiredRecords(
    IDbContextFactory<GatewayDbContext> contexts, IEnumerable<IEventConsumer> consumers, Batches batches)
{
    /// <returns>How many there were.</returns>
    public async Task<long> RemoveDeliveriesAsync(string subscriptionId, DateTimeOffset before, CancellationToken cancellationToken)
    {
        List<string> webhooks;
        await using (var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false))
        {
            webhooks = await WebhooksAsync(context, subscriptionId, cancellationToken).ConfigureAwait(false);
        }

        var removed = 0L;
        foreach (var webhook in webhooks)
        {
            removed += await batches.RunAsync(async context =>
            {
                var rows = context.WebhookDeliveries.IgnoreQueryFilters().Where(row => row.WebhookId == webhook);
                var last = Last(await rows.OrderBy(row => row.Sequence).Take(batches.Size).Select(row => new Aged(row.Sequence, row.CreatedAt))
                    .ToListAsync(cancellationToken).ConfigureAwait(false), before);
                return last is { } sequence ? await rows.Where(row => row.Sequence <= sequence).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false) : 0;
            }, cancellationToken).ConfigureAwait(false);
        }

        return removed;
    }

    /// <summary>Leaves those that somebody still needs: a webhook that has not taken them, or a reader that has not come so far.</summary>
    /// <returns>How many there were.</returns>
    public Task<long> RemoveEventsAsync(string subscriptionId, DateTimeOffset before, CancellationToken cancellationToken) => batches.RunAsync(async context =>
    {
        var needed = await NeededAsync(context, subscriptionId, cancellationToken).ConfigureAwait(false);
        var rows = context.Events.IgnoreQueryFilters().Where(row => row.SubscriptionId == subscriptionId && row.Sequence < needed);
        var last = Last(await rows.OrderBy(row => row.Sequence).Take(batches.Size).Select(row => new Aged(row.Sequence, row.At))
            .ToListAsync(cancellationToken).ConfigureAwait(false), before);
        return last is { } sequence ? await rows.Where(row => row.Sequence <= sequence).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false) : 0;
    }, cancellationToken);

    /// <returns>How many there were.</returns>
    public Task<long> RemoveAuditAsync(string subscriptionId, DateTimeOffset before, CancellationToken cancellationToken) => batches.RunAsync(async context =>
    {
        var rows = context.AuditEntries.IgnoreQueryFilters().Where(row => row.SubscriptionId == subscriptionId);
        var last = Last(await rows.OrderBy(row => row.Sequence).Take(batches.Size).Select(row => new Aged(row.Sequence, row.At))
            .ToListAsync(cancellationToken).ConfigureAwait(false), before);
        if (last is not { } sequence)
        {
            return 0;
        }

        // The table's trigger lets go of what is older than this, and of nothing else.
        var written = await context.AuditRetentions.FindAsync([subscriptionId], cancellationToken).ConfigureAwait(false)
            ?? context.AuditRetentions.Add(new AuditRetention { SubscriptionId = subscriptionId }).Entity;
        written.Before = before;
        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        return await rows.Where(row => row.Sequence <= sequence).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
    }, cancellationToken);

    private async Task<long> NeededAsync(GatewayDbContext context, string subscriptionId, CancellationToken cancellationToken)
    {
        // Beyond a reader's place: one that has not begun needs all.
        var needed = consumers.Min(consumer => consumer.Place ?? 0);
        needed = needed == long.MaxValue ? needed : needed + 1;
        foreach (var webhook in await WebhooksAsync(context, subscriptionId, cancellationToken).ConfigureAwait(false))
        {
            var oldest = await WebhookQueue.Oldest(context, webhook).Select(row => (long?)row.EventSequence).FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
            needed = Math.Min(needed, oldest ?? needed);
        }

        return needed;
    }

    private static Task<List<string>> WebhooksAsync(GatewayDbContext context, string subscriptionId, CancellationToken cancellationToken) =>
        context.Webhooks.IgnoreQueryFilters().Where(row => row.SubscriptionId == subscriptionId).Select(row => row.Id).ToListAsync(cancellationToken);

    /// <summary>The last of the leading rows that are old enough; null where the first is not.</summary>
    private static long? Last(IReadOnlyList<Aged> rows, DateTimeOffset before) => rows.TakeWhile(row => row.At < before).LastOrDefault()?.Sequence;

    private sealed record Aged(long Sequence, DateTimeOffset At);
}
