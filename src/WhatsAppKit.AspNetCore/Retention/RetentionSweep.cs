using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.Logging;
using WhatsAppKit.AspNetCore.Media;
using WhatsAppKit.AspNetCore.Persistence;
using WhatsAppKit.AspNetCore.Subscriptions;

namespace WhatsAppKit.AspNetCore.Retention;

/// <summary>Goes through all subscriptions now and then, and clears away what they keep no longer.</summary>
internal sealed class RetentionSweep(
    IDbContextFactory<GatewayDbContext> contexts,
    ExpiredMessages messages,
    ExpiredRecords records,
    ContentEraser eraser,
    OrphanedFiles orphans,
    MediaStore media,
    IOptions<WhatsAppGatewayOptions> options,
    TimeProvider time,
    GatewayLogs logs) : BackgroundService
{
    private const int Page = 500;

    private TaskCompletionSource _wanted = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Lets it begin at once: something is to go that nobody wants to wait for.</summary>
    public void Wake() => Volatile.Read(ref _wanted).TrySetResult();

    /// <summary>Goes through all subscriptions once.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await orphans.DeleteAsync(cancellationToken).ConfigureAwait(false);
        for (var after = ""; ;)
        {
            var page = await PageAsync(after, cancellationToken).ConfigureAwait(false);
            foreach (var subscription in page)
            {
                await ClearAsync(subscription, cancellationToken).ConfigureAwait(false);
                after = subscription.Id;
            }

            if (page.Count < Page)
            {
                return;
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await WaitAsync(stoppingToken).ConfigureAwait(false);
            try
            {
                await RunAsync(stoppingToken).ConfigureAwait(false);
            }
            catch (Exception error) when (!stoppingToken.IsCancellationRequested)
            {
                // The next time it begins where this one stopped: what is gone is gone, and the rest is still there.
                RetentionLog.SweepFailed(logs.Error, error);
            }
        }
    }

    private async Task WaitAsync(CancellationToken stoppingToken)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);

        // Not a periodic timer: after a jump of the clock it would make up for every hour.
        // And not on the thread that moves the clock: whoever moves it by a month would go through all subscriptions for each hour of it.
        await Task.WhenAny(Task.Delay(options.Value.Retention.Every, time, waiting.Token), _wanted.Task).ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        await waiting.CancelAsync().ConfigureAwait(false);
        Volatile.Write(ref _wanted, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
    }

    private async Task<IReadOnlyList<Subscription>> PageAsync(string after, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return await context.Subscriptions.IgnoreQueryFilters().AsNoTracking().Where(row => row.Id.CompareTo(after) > 0).OrderBy(row => row.Id).Take(Page)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task ClearAsync(Subscription subscription, CancellationToken cancellationToken)
    {
        var (id, kept) = (subscription.Id, options.Value.Tiers.Of(subscription.Tier)!.Retention);
        var now = StoredTime.Now(time);
        var gone = await messages.RemoveAsync(id, now - kept.Messages, cancellationToken).ConfigureAwait(false);

        // Before the events: what is on its way to a webhook holds its event.
        var deliveries = await records.RemoveDeliveriesAsync(id, now - kept.Deliveries, cancellationToken).ConfigureAwait(false);
        var events = await records.RemoveEventsAsync(id, now - kept.Events, cancellationToken).ConfigureAwait(false);
        var entries = await records.RemoveAuditAsync(id, now - kept.Audit, cancellationToken).ConfigureAwait(false);
        await media.SweepAsync(id, cancellationToken).ConfigureAwait(false);
        if (gone + deliveries + events + entries > 0)
        {
            RetentionLog.Removed(logs.Business, id, gone, deliveries, events, entries);
        }

        if (subscription is { IsMetadataOnly: true, ContentErasedAt: null } && await eraser.EraseAsync(id, cancellationToken).ConfigureAwait(false))
        {
            RetentionLog.ContentErased(logs.Business, id);
        }
    }
}
