using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using WhatsAppKit.AspNetCore.Audit;
using WhatsAppKit.AspNetCore.Auth;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.Logging;
using WhatsAppKit.AspNetCore.Persistence;
using WhatsAppKit.AspNetCore.Retention;
using WhatsAppKit.Contracts.Audit;
using WhatsAppKit.Contracts.Subscriptions;

namespace WhatsAppKit.AspNetCore.Subscriptions;

/// <summary>Tells a subscription's limits and use, and changes its tier.</summary>
internal sealed class SubscriptionService(
    IDbContextFactory<GatewayDbContext> contexts, MessageQuota quota, RetentionSweep sweep, IOptions<WhatsAppGatewayOptions> options, GatewayLogs logs, TimeProvider time)
{
    public async Task<SubscriptionDetailResponse> GetAsync(TenantContext tenant, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateAsync(tenant, cancellationToken).ConfigureAwait(false);
        var row = await context.Subscriptions.AsNoTracking().FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false) ?? throw GatewayException.NotFound();
        var limits = options.Value.Tiers.Of(row.Tier)!;
        return new SubscriptionDetailResponse(
            row.Id,
            row.Tier,
            row.MaxInstances,
            row.CurrentInstances,
            limits.MonthlyMessages,
            await quota.UsedAsync(context, row.Id, cancellationToken).ConfigureAwait(false),
            limits.QueuedMessages,
            quota.MonthEndsAt,
            row.CreatedAt,
            new PrivacyResponse(row.IsMetadataOnly, row.ContentErasedAt),
            Response(limits.Retention));
    }

    /// <summary>From here on nothing that messages say is kept, or everything; what was kept before goes soon.</summary>
    public async Task<PrivacyResponse> ChangePrivacyAsync(TenantContext tenant, UpdatePrivacyRequest request, CancellationToken cancellationToken)
    {
        var wanted = request.MetadataOnly ?? throw GatewayException.Invalid("metadataOnly", "true or false is needed.");
        await using var context = await contexts.CreateAsync(tenant, cancellationToken).ConfigureAwait(false);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        var row = await context.Subscriptions.FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false) ?? throw GatewayException.NotFound();
        if (row.IsMetadataOnly != wanted)
        {
            (row.IsMetadataOnly, row.ContentErasedAt) = (wanted, null);
            context.Record(tenant, AuditActions.PrivacyChanged, row.Id, time, wanted ? "metadataOnly=true" : "metadataOnly=false");
            await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            sweep.Wake();
        }

        return new PrivacyResponse(row.IsMetadataOnly, row.ContentErasedAt);
    }

    /// <summary>What is above a lower tier's limits stays; more cannot be added.</summary>
    public async Task<SubscriptionDetailResponse> ChangeTierAsync(
        string subscriptionId, ChangeTierRequest request, string address, CancellationToken cancellationToken)
    {
        var limits = options.Value.Tiers.Of(request.Tier) ?? throw GatewayException.Invalid("tier", "BASIC, PRO or MAX is needed.");
        var tenant = new TenantContext(subscriptionId, null, null, address);
        await using var context = await contexts.CreateAsync(tenant, cancellationToken).ConfigureAwait(false);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        var changed = await context.Subscriptions.ExecuteUpdateAsync(
            set => set.SetProperty(row => row.Tier, request.Tier!).SetProperty(row => row.MaxInstances, limits.MaxInstances), cancellationToken).ConfigureAwait(false);
        if (changed == 0)
        {
            throw GatewayException.NotFound();
        }

        context.Record(tenant, AuditActions.TierChanged, subscriptionId, time, $"tier={request.Tier}");
        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        BusinessLog.TierChanged(logs.Business, subscriptionId, request.Tier!);
        return await GetAsync(tenant, cancellationToken).ConfigureAwait(false);
    }

    private static RetentionResponse Response(TierRetention kept) => new(
        (long)kept.Messages.TotalSeconds,
        (long)kept.Events.TotalSeconds,
        (long)kept.Deliveries.TotalSeconds,
        (long)kept.Media.TotalSeconds,
        (long)kept.Audit.TotalSeconds);
}
