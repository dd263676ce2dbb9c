using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using WhatsAppKit.AspNetCore.Audit;
using WhatsAppKit.AspNetCore.Auth;
using WhatsAppKit.AspNetCore.Events;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.Persistence;
using WhatsAppKit.AspNetCore.Stats;
using WhatsAppKit.Contracts.Audit;
using WhatsAppKit.Contracts.Events;

namespace WhatsAppKit.AspNetCore.Webhooks;

/// <summary>A delivery that is due, with all that an attempt needs.</summary>
internal sealed record DueDelivery(WebhookDelivery Row, GatewayEvent? Event);

/// <summary>What a webhook is to be told.</summary>
/// <param name="Now">What is due.</param>
/// <param name="Next">When the one that all others wait for is due; null when nothing is kept back for the sake of order.</param>
internal sealed record DueDeliveries(IReadOnlyList<DueDelivery> Now, DateTimeOffset? Next);

/// <summary>Deliveries in the database: which are due, and how their attempts ended.</summary>
internal sealed class WebhookQueue(
    IDbContextFactory<GatewayDbContext> contexts, EventLog events, DailyCounters counters, IOptions<WhatsAppGatewayOptions> options, TimeProvider time)
{
    private const string Gone = "gone";
    private const double MaxJitter = 0.2;

    private static readonly TimeSpan LongestBreak = TimeSpan.FromHours(1);

    /// <summary>The webhooks that have a delivery which is due.</summary>
    public async Task<IReadOnlyList<string>> DueWebhooksAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return await DueWebhooks(context, StoredTime.Now(time)).ToListAsync(cancellationToken).ConfigureAwait(false);
    }

    internal static IQueryable<string> DueWebhooks(GatewayDbContext context, DateTimeOffset now) =>
        context.WebhookDeliveries.IgnoreQueryFilters().Where(row => row.DueAt != null && row.DueAt <= now).Select(row => row.WebhookId).Distinct();

    public async Task<Webhook?> FindAsync(string webhookId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return await context.Webhooks.IgnoreQueryFilters().AsNoTracking().FirstOrDefaultAsync(row => row.Id == webhookId, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// The deliveries of a webhook that are due. In order means: the oldest that is not ended, and none while that one waits for its next
    /// attempt.
    /// </summary>
    public async Task<DueDeliveries> DueAsync(Webhook webhook, int count, CancellationToken cancellationToken)
    {
        var now = StoredTime.Now(time);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var rows = webhook.IsOrdered
            ? await Oldest(context, webhook.Id).Take(1).ToListAsync(cancellationToken).ConfigureAwait(false)
            : await Due(context, webhook.Id, now).Take(count).ToListAsync(cancellationToken).ConfigureAwait(false);
        var next = webhook.IsOrdered && rows is [{ DueAt: var due }] && due > now ? due : null;
        rows.RemoveAll(row => row.DueAt > now);
        var sequences = rows.Select(row => row.EventSequence).ToArray();
        var happened = await context.Events.IgnoreQueryFilters().AsNoTracking().Where(row => sequences.Contains(row.Sequence))
            .ToDictionaryAsync(row => row.Sequence, cancellationToken).ConfigureAwait(false);
        return new([.. rows.Select(row => new DueDelivery(row, happened.TryGetValue(row.EventSequence, out var told) ? events.Read(told) : null))], next);
    }

    internal static IQueryable<WebhookDelivery> Due(GatewayDbContext context, string webhookId, DateTimeOffset now) =>
        context.WebhookDeliveries.IgnoreQueryFilters().AsNoTracking().Where(row => row.WebhookId == webhookId && row.DueAt != null && row.DueAt <= now)
            .OrderBy(row => row.DueAt).ThenBy(row => row.Sequence);

    internal static IQueryable<WebhookDelivery> Oldest(GatewayDbContext context, string webhookId) =>
        context.WebhookDeliveries.IgnoreQueryFilters().AsNoTracking().Where(row => row.WebhookId == webhookId && row.DueAt != null)
            .OrderBy(row => row.EventSequence);

    /// <summary>Notes how an attempt ended, and when the next one is due.</summary>
    public async Task EndedAsync(Webhook webhook, WebhookDelivery delivery, AttemptOutcome outcome)
    {
        await using var context = await contexts.CreateDbContextAsync().ConfigureAwait(false);
        await using var transaction = await context.Database.BeginTransactionAsync().ConfigureAwait(false);
        var row = await context.WebhookDeliveries.IgnoreQueryFilters().FirstOrDefaultAsync(each => each.Sequence == delivery.Sequence).ConfigureAwait(false);
        if (row is null || (row.DueAt is null && !outcome.IsTaken))
        {
            // The webhook was deleted or turned off meanwhile: what an attempt of before brings is no news.
            return;
        }

        row.Attempts++;
        context.WebhookAttempts.Add(new WebhookAttempt
        {
            SubscriptionId = row.SubscriptionId,
            DeliverySequence = row.Sequence,
            At = outcome.At,
            Status = outcome.Status,
            Error = outcome.Error,
            DurationMilliseconds = (int)outcome.Duration.TotalMilliseconds,
        });
        Schedule(row, outcome);
        await counters.CountAsync(
            context, DailyCounters.Of(row.SubscriptionId, webhook.InstanceId), outcome.IsTaken ? Counters.WebhookTaken : Counters.WebhookFailed).ConfigureAwait(false);
        await NoteAsync(context, webhook, outcome).ConfigureAwait(false);
        await context.SaveChangesAsync().ConfigureAwait(false);
        await transaction.CommitAsync().ConfigureAwait(false);
    }

    /// <summary>Gives up a delivery whose event is not kept any more.</summary>
    public async Task GiveUpAsync(WebhookDelivery delivery)
    {
        var now = StoredTime.Now(time);
        await using var context = await contexts.CreateDbContextAsync().ConfigureAwait(false);
        await context.WebhookDeliveries.IgnoreQueryFilters().Where(row => row.Sequence == delivery.Sequence)
            .ExecuteUpdateAsync(set => set
                .SetProperty(row => row.State, DeliveryState.Dead).SetProperty(row => row.DueAt, (DateTimeOffset?)null).SetProperty(row => row.EndedAt, now))
            .ConfigureAwait(false);
    }

    private void Schedule(WebhookDelivery row, AttemptOutcome outcome)
    {
        var now = StoredTime.Now(time);
        var waits = options.Value.Webhooks.Waits;
        if (outcome.IsTaken)
        {
            (row.State, row.DueAt, row.EndedAt) = (DeliveryState.Delivered, null, now);
        }
        else if (outcome.IsGone || row.Attempts > waits.Count)
        {
            (row.State, row.DueAt, row.EndedAt) = (DeliveryState.Dead, null, now);
        }
        else
        {
            var wait = waits[row.Attempts - 1];
            var jittered = wait * (1 + (Random.Shared.NextDouble() * MaxJitter));
            row.DueAt = StoredTime.Of(now + (outcome.RetryAfter > jittered ? outcome.RetryAfter.Value : jittered));
        }
    }

    /// <summary>A receiver that fails again and again is left alone for a while; one that is gone, for good.</summary>
    private async Task NoteAsync(GatewayDbContext context, Webhook webhook, AttemptOutcome outcome)
    {
        var now = StoredTime.Now(time);
        var row = await context.Webhooks.IgnoreQueryFilters().FirstAsync(each => each.Id == webhook.Id).ConfigureAwait(false);
        if (outcome.IsTaken)
        {
            (row.FailuresInARow, row.PausedUntil) = (0, null);
            return;
        }

        row.FailuresInARow++;
        if (outcome.IsGone)
        {
            (row.IsActive, row.DisabledReason) = (false, Gone);
            context.Record(new TenantContext(row.SubscriptionId, null, null), AuditActions.WebhookDisabled, row.Id, time, "reason=gone");
            await context.WebhookDeliveries.IgnoreQueryFilters().Where(each => each.WebhookId == row.Id && each.DueAt != null)
                .ExecuteUpdateAsync(set => set
                    .SetProperty(each => each.State, DeliveryState.Dead).SetProperty(each => each.DueAt, (DateTimeOffset?)null).SetProperty(each => each.EndedAt, now))
                .ConfigureAwait(false);
        }

        var broken = Break(row.FailuresInARow);
        var pause = outcome.RetryAfter > broken ? outcome.RetryAfter.Value : broken;
        row.PausedUntil = pause > TimeSpan.Zero ? StoredTime.Of(now + pause) : row.PausedUntil;
    }

    private TimeSpan Break(int failures)
    {
        var settings = options.Value.Webhooks;
        if (failures < settings.BreakAfter)
        {
            return TimeSpan.Zero;
        }

        var wait = settings.BreakFor * Math.Pow(2, Math.Min(failures - settings.BreakAfter, 10));
        return wait < LongestBreak ? wait : LongestBreak;
    }
}
