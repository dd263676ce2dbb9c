using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using WhatsAppKit.AspNetCore.Events;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.Persistence;
using WhatsAppKit.AspNetCore.Webhooks;

namespace WhatsAppKit.AspNetCore.Retention;

/// <summary>
/// Deletes deliveries, events and audit entries whose time is over. Their numbers rise with time, so each look takes the lowest and stops at
/// the first that is young enough: where there is nothing to do it reads one batch.
/// </summary>
internal sealed class ExpiredRecords(
    IDbContextFactory<GatewayDbContext> contexts, IEnumerable<IEventConsumer> consumers, IOptions<WhatsAppGatewayOptions> options, TimeProvider time)
{
    private RetentionOptions Pace => options.Value.Retention;

    /// <returns>How many there were.</returns>
    public async Task<long> RemoveDeliveriesAsync(string subscriptionId, DateTimeOffset before, CancellationToken cancellationToken)
    {
        var removed = 0L;
        foreach (var webhook in await WebhooksAsync(subscriptionId, cancellationToken).ConfigureAwait(false))
        {
            removed += await RepeatAsync(async context =>
            {
                var rows = context.WebhookDeliveries.IgnoreQueryFilters().Where(row => row.WebhookId == webhook);
                var last = Last(await rows.OrderBy(row => row.Sequence).Take(Pace.BatchSize).Select(row => new Aged(row.Sequence, row.CreatedAt))
                    .ToListAsync(cancellationToken).ConfigureAwait(false), before);
                return last is { } sequence ? await rows.Where(row => row.Sequence <= sequence).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false) : 0;
            }, cancellationToken).ConfigureAwait(false);
        }

        return removed;
    }

    /// <summary>Leaves those that somebody still needs: a webhook that has not taken them, or a reader that has not come so far.</summary>
    /// <returns>How many there were.</returns>
    public Task<long> RemoveEventsAsync(string subscriptionId, DateTimeOffset before, CancellationToken cancellationToken) => RepeatAsync(async context =>
    {
        var needed = await NeededAsync(context, subscriptionId, cancellationToken).ConfigureAwait(false);
        var rows = context.Events.IgnoreQueryFilters().Where(row => row.SubscriptionId == subscriptionId && row.Sequence < needed);
        var last = Last(await rows.OrderBy(row => row.Sequence).Take(Pace.BatchSize).Select(row => new Aged(row.Sequence, row.At))
            .ToListAsync(cancellationToken).ConfigureAwait(false), before);
        return last is { } sequence ? await rows.Where(row => row.Sequence <= sequence).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false) : 0;
    }, cancellationToken);

    /// <returns>How many there were.</returns>
    public Task<long> RemoveAuditAsync(string subscriptionId, DateTimeOffset before, CancellationToken cancellationToken) => RepeatAsync(async context =>
    {
        var rows = context.AuditEntries.IgnoreQueryFilters().Where(row => row.SubscriptionId == subscriptionId);
        var last = Last(await rows.OrderBy(row => row.Sequence).Take(Pace.BatchSize).Select(row => new Aged(row.Sequence, row.At))
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
        foreach (var webhook in await context.Webhooks.IgnoreQueryFilters().Where(row => row.SubscriptionId == subscriptionId).Select(row => row.Id)
            .ToListAsync(cancellationToken).ConfigureAwait(false))
        {
            var oldest = await WebhookQueue.Oldest(context, webhook).Select(row => (long?)row.EventSequence).FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
            needed = Math.Min(needed, oldest ?? needed);
        }

        return needed;
    }

    private async Task<IReadOnlyList<string>> WebhooksAsync(string subscriptionId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return await context.Webhooks.IgnoreQueryFilters().Where(row => row.SubscriptionId == subscriptionId).Select(row => row.Id)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<long> RepeatAsync(Func<GatewayDbContext, Task<int>> removeAsync, CancellationToken cancellationToken)
    {
        var removed = 0L;
        while (true)
        {
            int count;
            await using (var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false))
            {
                await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
                count = await removeAsync(context).ConfigureAwait(false);
                await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            }

            removed += count;
            if (count < Pace.BatchSize)
            {
                return removed;
            }

            await Task.Delay(Pace.Pause, time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The last of the leading rows that are old enough; null where the first is not.</summary>
    private static long? Last(IReadOnlyList<Aged> rows, DateTimeOffset before) => rows.TakeWhile(row => row.At < before).LastOrDefault()?.Sequence;

    private sealed record Aged(long Sequence, DateTimeOffset At);
}
