using System.Globalization;
using Microsoft.EntityFrameworkCore;
using WhatsAppKit.AspNetCore.Auth;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.Persistence;
using WhatsAppKit.Contracts.Webhooks;

namespace WhatsAppKit.AspNetCore.Webhooks;

/// <summary>Lists what was sent to a webhook, and sends it once more.</summary>
internal sealed class WebhookDeliveries(IDbContextFactory<GatewayDbContext> contexts, WebhookLanes lanes, TimeProvider time)
{
    private const int MaxAttempts = 50;

    public async Task<WebhookDeliveryPage> ListAsync(
        TenantContext tenant, string webhookId, string? state, string? limit, string? cursor, CancellationToken cancellationToken)
    {
        var size = Paging.Limit(limit);
        var before = Paging.Cursor(cursor);
        await using var context = await contexts.CreateAsync(tenant, cancellationToken).ConfigureAwait(false);
        await WebhookService.FindAsync(context, webhookId, cancellationToken).ConfigureAwait(false);
        var rows = context.WebhookDeliveries.AsNoTracking().Where(row => row.WebhookId == webhookId && row.Sequence < before);
        if (state is not null)
        {
            var wanted = StateOf(state) ?? throw GatewayException.Invalid("state", "pending, delivered or dead is needed.");
            rows = rows.Where(row => row.State == wanted);
        }

        var found = await rows.OrderByDescending(row => row.Sequence).Take(size + 1).ToListAsync(cancellationToken).ConfigureAwait(false);
        var page = found.Take(size).ToArray();
        return new WebhookDeliveryPage([.. page.Select(ToContract)], found.Count > size ? Text(page[^1].Sequence) : null);
    }

    public async Task<WebhookDeliveryDetailResponse> GetAsync(TenantContext tenant, string webhookId, string deliveryId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateAsync(tenant, cancellationToken).ConfigureAwait(false);
        var row = await FindAsync(context, webhookId, deliveryId, cancellationToken).ConfigureAwait(false);
        var attempts = await context.WebhookAttempts.AsNoTracking().Where(attempt => attempt.DeliverySequence == row.Sequence)
            .OrderByDescending(attempt => attempt.Sequence).Take(MaxAttempts).ToListAsync(cancellationToken).ConfigureAwait(false);
        return new WebhookDeliveryDetailResponse(
            ToContract(row), [.. attempts.Select(each => new WebhookAttemptResponse(each.At, each.Status, each.Error, each.DurationMilliseconds))]);
    }

    /// <summary>Sends one once more, whatever became of it.</summary>
    public async Task<WebhookDeliveryResponse> ReplayAsync(TenantContext tenant, string webhookId, string deliveryId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateAsync(tenant, cancellationToken).ConfigureAwait(false);
        var row = await FindAsync(context, webhookId, deliveryId, cancellationToken).ConfigureAwait(false);
        (row.State, row.DueAt, row.Attempts, row.EndedAt) = (DeliveryState.Pending, StoredTime.Now(time), 0, null);
        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        lanes.Wake(webhookId);
        return ToContract(row);
    }

    /// <summary>Sends those of a time once more.</summary>
    public async Task<ReplayWebhookResponse> ReplayAsync(
        TenantContext tenant, string webhookId, ReplayWebhookRequest request, CancellationToken cancellationToken)
    {
        var from = Validated.Required(request.From, "from");
        var now = StoredTime.Now(time);
        var to = request.To ?? now;
        var state = StateOf(request.State ?? "dead") is { } wanted and not DeliveryState.Pending
            ? wanted
            : throw GatewayException.Invalid("state", "delivered or dead is needed.");
        await using var context = await contexts.CreateAsync(tenant, cancellationToken).ConfigureAwait(false);
        await WebhookService.FindAsync(context, webhookId, cancellationToken).ConfigureAwait(false);
        var count = await context.WebhookDeliveries
            .Where(row => row.WebhookId == webhookId && row.State == state && row.CreatedAt >= from && row.CreatedAt < to)
            .ExecuteUpdateAsync(
                set => set.SetProperty(row => row.State, DeliveryState.Pending).SetProperty(row => row.DueAt, now).SetProperty(row => row.Attempts, 0)
                    .SetProperty(row => row.EndedAt, (DateTimeOffset?)null),
                cancellationToken).ConfigureAwait(false);
        lanes.Wake(webhookId);
        return new ReplayWebhookResponse(count);
    }

    private static async Task<WebhookDelivery> FindAsync(GatewayDbContext context, string webhookId, string deliveryId, CancellationToken cancellationToken)
    {
        await WebhookService.FindAsync(context, webhookId, cancellationToken).ConfigureAwait(false);
        return long.TryParse(deliveryId, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
            ? await context.WebhookDeliveries.FirstOrDefaultAsync(row => row.Sequence == sequence && row.WebhookId == webhookId, cancellationToken).ConfigureAwait(false)
                ?? throw GatewayException.NotFound()
            : throw GatewayException.NotFound();
    }

    private static DeliveryState? StateOf(string name) => name switch
    {
        "pending" => DeliveryState.Pending,
        "delivered" => DeliveryState.Delivered,
        "dead" => DeliveryState.Dead,
        _ => null,
    };

    private static WebhookDeliveryResponse ToContract(WebhookDelivery row) => new(
        Text(row.Sequence),
        row.EventId,
        row.EventType,
        row.State switch { DeliveryState.Pending => "pending", DeliveryState.Delivered => "delivered", _ => "dead" },
        row.Attempts,
        row.CreatedAt,
        row.DueAt,
        row.EndedAt);

    private static string Text(long sequence) => sequence.ToString(CultureInfo.InvariantCulture);
}
