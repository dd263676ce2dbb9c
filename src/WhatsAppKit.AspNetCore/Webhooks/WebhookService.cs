using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using WhatsAppKit.AspNetCore.Audit;
using WhatsAppKit.AspNetCore.Auth;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.Persistence;
using WhatsAppKit.Contracts;
using WhatsAppKit.Contracts.Audit;
using WhatsAppKit.Contracts.Webhooks;

namespace WhatsAppKit.AspNetCore.Webhooks;

/// <summary>Creates, lists, changes and deletes webhooks.</summary>
internal sealed class WebhookService(
    IDbContextFactory<GatewayDbContext> contexts,
    WebhookSettingsReader settings,
    WebhookSender sender,
    IOptions<WhatsAppGatewayOptions> options,
    TimeProvider time)
{
    private const int DefaultGraceSeconds = 24 * 60 * 60;
    private const int MaxGraceSeconds = 7 * 24 * 60 * 60;

    public async Task<WebhookSecretResponse> CreateAsync(
        TenantContext tenant, string? instanceId, CreateWebhookRequest request, CancellationToken cancellationToken)
    {
        var secret = WebhookSecret.Create();
        var now = StoredTime.Now(time);
        var row = new Webhook { SubscriptionId = tenant.SubscriptionId, InstanceId = instanceId, CreatedAt = now, ActiveSince = now };
        settings.Apply(row, request);
        row.Secret = settings.Seal(row, secret);
        await using var context = await contexts.CreateAsync(tenant, cancellationToken).ConfigureAwait(false);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        if (instanceId is not null && !await context.Instances.AnyAsync(each => each.Id == instanceId, cancellationToken).ConfigureAwait(false))
        {
            throw GatewayException.NotFound();
        }

        var max = options.Value.Webhooks.MaxPerSubscription;
        if (await context.Webhooks.CountAsync(cancellationToken).ConfigureAwait(false) >= max)
        {
            throw new GatewayException(StatusCodes.Status409Conflict, ProblemCodes.WebhookLimit, $"The subscription has its {max} webhooks.");
        }

        context.Webhooks.Add(row);
        context.Record(tenant, AuditActions.WebhookCreated, row.Id, time, $"host={new Uri(row.Url).Host}");
        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        return new WebhookSecretResponse(Response(row), secret);
    }

    /// <summary>The webhooks of an instance, or all of the subscription.</summary>
    public async Task<IReadOnlyList<WebhookResponse>> ListAsync(TenantContext tenant, string? instanceId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateAsync(tenant, cancellationToken).ConfigureAwait(false);
        if (instanceId is not null && !await context.Instances.AnyAsync(each => each.Id == instanceId, cancellationToken).ConfigureAwait(false))
        {
            throw GatewayException.NotFound();
        }

        var rows = await context.Webhooks.AsNoTracking().Where(row => instanceId == null || row.InstanceId == instanceId)
            .OrderBy(row => row.CreatedAt).ThenBy(row => row.Id).ToListAsync(cancellationToken).ConfigureAwait(false);
        return [.. rows.Select(Response)];
    }

    public async Task<WebhookResponse> GetAsync(TenantContext tenant, string id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateAsync(tenant, cancellationToken).ConfigureAwait(false);
        return Response(await FindAsync(context, id, cancellationToken).ConfigureAwait(false));
    }

    public async Task<WebhookResponse> UpdateAsync(TenantContext tenant, string id, UpdateWebhookRequest request, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateAsync(tenant, cancellationToken).ConfigureAwait(false);
        var row = await FindAsync(context, id, cancellationToken).ConfigureAwait(false);
        settings.Apply(row, request);
        var wasActive = row.IsActive;
        row.IsActive = request.IsActive ?? true;
        if (row.IsActive)
        {
            row.ActiveSince = wasActive ? row.ActiveSince : StoredTime.Now(time);
            (row.DisabledReason, row.FailuresInARow, row.PausedUntil) = (null, 0, null);
        }

        context.Record(tenant, AuditActions.WebhookChanged, row.Id, time, $"host={new Uri(row.Url).Host} isActive={(row.IsActive ? "true" : "false")}");
        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        return Response(row);
    }

    public async Task<WebhookSecretResponse> RotateAsync(
        TenantContext tenant, string id, RotateWebhookSecretRequest request, CancellationToken cancellationToken)
    {
        var grace = request.GraceSeconds ?? DefaultGraceSeconds;
        if (grace is < 0 or > MaxGraceSeconds)
        {
            throw GatewayException.Invalid("graceSeconds", $"0 to {MaxGraceSeconds} is allowed.");
        }

        var secret = WebhookSecret.Create();
        await using var context = await contexts.CreateAsync(tenant, cancellationToken).ConfigureAwait(false);
        var row = await FindAsync(context, id, cancellationToken).ConfigureAwait(false);
        row.PreviousSecret = grace == 0 ? null : row.Secret;
        row.PreviousSecretUntil = grace == 0 ? null : StoredTime.Now(time) + TimeSpan.FromSeconds(grace);
        row.Secret = settings.Seal(row, secret);
        context.Record(tenant, AuditActions.WebhookSecretRotated, row.Id, time);
        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        return new WebhookSecretResponse(Response(row), secret);
    }

    public async Task DeleteAsync(TenantContext tenant, string id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateAsync(tenant, cancellationToken).ConfigureAwait(false);
        context.Webhooks.Remove(await FindAsync(context, id, cancellationToken).ConfigureAwait(false));
        context.Record(tenant, AuditActions.WebhookDeleted, id, time);
        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends a test event at once, past the queue; nothing of it is kept.</summary>
    public async Task<PingWebhookResponse> PingAsync(TenantContext tenant, string id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateAsync(tenant, cancellationToken).ConfigureAwait(false);
        var row = await FindAsync(context, id, cancellationToken).ConfigureAwait(false);
        var attempt = await sender.SendAsync(row, WebhookPing.Create(row, StoredTime.Now(time)), cancellationToken).ConfigureAwait(false);
        return new PingWebhookResponse(attempt.IsTaken, attempt.ToContract());
    }

    /// <exception cref="GatewayException">404: there is no such webhook.</exception>
    public static async Task<Webhook> FindAsync(GatewayDbContext context, string id, CancellationToken cancellationToken) =>
        await context.Webhooks.FirstOrDefaultAsync(row => row.Id == id, cancellationToken).ConfigureAwait(false) ?? throw GatewayException.NotFound();

    private WebhookResponse Response(Webhook row)
    {
        var now = time.GetUtcNow();
        return new WebhookResponse(
            row.Id,
            row.InstanceId,
            row.Url,
            row.Description,
            EventFilter.Names(row.Events),
            [.. settings.Headers(row).Keys],
            row.IsOrdered,
            row.SignsForHub,
            row.MaxConcurrency,
            row.TimeoutSeconds,
            row.IsActive,
            row.DisabledReason,
            row.FailuresInARow,
            row.PausedUntil > now ? row.PausedUntil : null,
            row.PreviousSecretUntil > now ? row.PreviousSecretUntil : null,
            row.CreatedAt);
    }
}
