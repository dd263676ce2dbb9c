using Microsoft.EntityFrameworkCore;
using WhatsAppKit.AspNetCore.Events;
using WhatsAppKit.AspNetCore.Persistence;

namespace WhatsAppKit.AspNetCore.Webhooks;

/// <summary>
/// Queues each event once for each webhook that wants it. How far it has come is stored with the deliveries, in one transaction: after a
/// restart it goes on where it was, and nothing is queued twice or left out.
/// </summary>
internal sealed class WebhookFanout(IDbContextFactory<GatewayDbContext> contexts, TimeProvider time) : IEventConsumer
{
    private const string Reader = "webhooks";
    private const int Batch = 200;
    private const long NotBegun = -1;

    // Without anything to deliver the place is stored now and then only: it saves reading, no more.
    private const long Unstored = 10_000;

    private long? _place;
    private long _stored;
    private long _queued = NotBegun;

    public long? Place => Volatile.Read(ref _queued) is var place and not NotBegun ? place : null;

    /// <summary>Queues what is new, and returns the webhooks that have something to do.</summary>
    public async Task<IReadOnlySet<string>> RunAsync(CancellationToken cancellationToken)
    {
        var woken = new HashSet<string>();
        while (await StepAsync(woken, cancellationToken).ConfigureAwait(false) == Batch)
        {
            // There may be more.
        }

        return woken;
    }

    private async Task<int> StepAsync(HashSet<string> woken, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var place = _place ??= _stored = await PlaceAsync(context, cancellationToken).ConfigureAwait(false);
        var events = await context.Events.IgnoreQueryFilters().AsNoTracking().Where(row => row.Sequence > place).OrderBy(row => row.Sequence).Take(Batch)
            .Select(row => new Heading(row.Sequence, row.Id, row.SubscriptionId, row.InstanceId, row.Type, row.At)).ToListAsync(cancellationToken).ConfigureAwait(false);
        if (events.Count == 0)
        {
            Volatile.Write(ref _queued, place);
            return 0;
        }

        var subscriptions = events.Select(each => each.SubscriptionId).Distinct().ToArray();
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        var webhooks = await context.Webhooks.IgnoreQueryFilters().AsNoTracking().Where(row => row.IsActive && subscriptions.Contains(row.SubscriptionId))
            .Select(row => new Wish(row.Id, row.SubscriptionId, row.InstanceId, row.Events, row.ActiveSince)).ToListAsync(cancellationToken).ConfigureAwait(false);
        var now = StoredTime.Now(time);
        var deliveries = (from happened in events from webhook in webhooks where webhook.Takes(happened) select Delivery(webhook, happened, now)).ToList();
        var last = events[^1].Sequence;
        if (deliveries.Count > 0 || last - _stored > Unstored)
        {
            context.WebhookDeliveries.AddRange(deliveries);
            await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
            await context.Database.ExecuteSqlAsync(
                $"INSERT INTO EventCursors (Reader, Sequence) VALUES ({Reader}, {last}) ON CONFLICT (Reader) DO UPDATE SET Sequence = excluded.Sequence",
                cancellationToken).ConfigureAwait(false);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            _stored = last;
        }

        _place = last;
        Volatile.Write(ref _queued, last);
        woken.UnionWith(deliveries.Select(delivery => delivery.WebhookId));
        return events.Count;
    }

    private static Task<long> PlaceAsync(GatewayDbContext context, CancellationToken cancellationToken) =>
        context.EventCursors.Where(row => row.Reader == Reader).Select(row => row.Sequence).FirstOrDefaultAsync(cancellationToken);

    private static WebhookDelivery Delivery(Wish webhook, Heading happened, DateTimeOffset now) => new()
    {
        SubscriptionId = webhook.SubscriptionId,
        WebhookId = webhook.Id,
        EventSequence = happened.Sequence,
        EventId = happened.Id,
        EventType = happened.Type,
        State = DeliveryState.Pending,
        DueAt = now,
        CreatedAt = now,
    };

    private sealed record Heading(long Sequence, string Id, string SubscriptionId, string? InstanceId, string Type, DateTimeOffset At);

    private sealed record Wish(string Id, string SubscriptionId, string? InstanceId, string Events, DateTimeOffset ActiveSince)
    {
        /// <summary>What happened before a webhook was there, or while it was off, is not told to it, however late it is read.</summary>
        public bool Takes(Heading happened) =>
            happened.SubscriptionId == SubscriptionId
            && (InstanceId is null || happened.InstanceId == InstanceId)
            && happened.At >= ActiveSince
            && EventFilter.Takes(Events, happened.Type);
    }
}
