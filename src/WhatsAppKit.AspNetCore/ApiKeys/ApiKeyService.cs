using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using WhatsAppKit.AspNetCore.Audit;
using WhatsAppKit.AspNetCore.Auth;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.Persistence;
using WhatsAppKit.Contracts;
using WhatsAppKit.Contracts.ApiKeys;
using WhatsAppKit.Contracts.Audit;

namespace WhatsAppKit.AspNetCore.ApiKeys;

/// <summary>Creates, lists, changes, rotates and revokes API keys. Only a key's hash is stored.</summary>
internal sealed class ApiKeyService(IDbContextFactory<GatewayDbContext> contexts, TimeProvider time)
{
    /// <summary>Of one instance: their list has no pages.</summary>
    public const int MaxKeys = 100;

    private const int MaxGraceSeconds = 7 * 24 * 60 * 60;

    public async Task<CreatedApiKeyResponse> CreateAsync(TenantContext tenant, string instanceId, CreateApiKeyRequest request, CancellationToken cancellationToken)
    {
        var now = StoredTime.Now(time);
        var settings = ApiKeySettings.Of(request.Name, request.Permissions, request.RateLimit, request.ExpiresAt, now);
        await using var context = await ContextAsync(tenant, instanceId, cancellationToken).ConfigureAwait(false);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        if (await context.ApiKeys.CountAsync(row => row.InstanceId == instanceId, cancellationToken).ConfigureAwait(false) >= MaxKeys)
        {
            throw new GatewayException(StatusCodes.Status409Conflict, ProblemCodes.ApiKeyLimit, $"The instance has its {MaxKeys} API keys.");
        }

        var key = ApiKeyFormat.Create();
        var row = new ApiKey
        {
            SubscriptionId = tenant.SubscriptionId,
            InstanceId = instanceId,
            Prefix = ApiKeyFormat.PrefixOf(key)!,
            Hash = ApiKeyFormat.HashOf(key),
            CreatedAt = now,
        };
        Apply(row, settings);
        context.Add(row);
        context.Record(tenant, AuditActions.KeyCreated, row.Id, time, $"instance={instanceId}");
        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        return new CreatedApiKeyResponse(row.Id, key, row.Prefix, row.Name, row.CreatedAt);
    }

    public async Task<IReadOnlyList<ApiKeyResponse>> ListAsync(TenantContext tenant, string instanceId, CancellationToken cancellationToken)
    {
        await using var context = await ContextAsync(tenant, instanceId, cancellationToken).ConfigureAwait(false);
        var rows = await context.ApiKeys.AsNoTracking().Where(row => row.InstanceId == instanceId).OrderBy(row => row.CreatedAt).ThenBy(row => row.Id)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        return [.. rows.Select(Response)];
    }

    public async Task<ApiKeyResponse> GetAsync(TenantContext tenant, string instanceId, string keyId, CancellationToken cancellationToken)
    {
        await using var context = await ContextAsync(tenant, instanceId, cancellationToken).ConfigureAwait(false);
        return Response(await FindAsync(context, instanceId, keyId, cancellationToken).ConfigureAwait(false));
    }

    public async Task<ApiKeyResponse> UpdateAsync(
        TenantContext tenant, string instanceId, string keyId, UpdateApiKeyRequest request, CancellationToken cancellationToken)
    {
        var settings = ApiKeySettings.Of(request.Name, request.Permissions, request.RateLimit, request.ExpiresAt, StoredTime.Now(time));
        var isActive = request.IsActive ?? throw GatewayException.Invalid("isActive", "true or false is needed.");
        await using var context = await ContextAsync(tenant, instanceId, cancellationToken).ConfigureAwait(false);
        var row = await FindAsync(context, instanceId, keyId, cancellationToken).ConfigureAwait(false);
        Apply(row, settings);
        row.IsActive = isActive;
        context.Record(tenant, AuditActions.KeyChanged, keyId, time, $"isActive={(isActive ? "true" : "false")} permissions={settings.Permissions}");
        await SaveAsync(context, cancellationToken).ConfigureAwait(false);
        return Response(row);
    }

    /// <summary>The prefix stays: programs and records go on to know the key by it.</summary>
    public async Task<CreatedApiKeyResponse> RotateAsync(
        TenantContext tenant, string instanceId, string keyId, RotateApiKeyRequest request, CancellationToken cancellationToken)
    {
        var grace = request.GraceSeconds ?? 0;
        if (grace is < 0 or > MaxGraceSeconds)
        {
            throw GatewayException.Invalid("graceSeconds", $"0 to {MaxGraceSeconds} seconds are allowed.");
        }

        await using var context = await ContextAsync(tenant, instanceId, cancellationToken).ConfigureAwait(false);
        var row = await FindAsync(context, instanceId, keyId, cancellationToken).ConfigureAwait(false);
        var key = ApiKeyFormat.Create(row.Prefix);
        row.PreviousHash = grace == 0 ? null : row.Hash;
        row.PreviousUntil = grace == 0 ? null : StoredTime.Now(time) + TimeSpan.FromSeconds(grace);
        row.Hash = ApiKeyFormat.HashOf(key);
        context.Record(tenant, AuditActions.KeyRotated, keyId, time, $"graceSeconds={grace}");
        await SaveAsync(context, cancellationToken).ConfigureAwait(false);
        return new CreatedApiKeyResponse(row.Id, key, row.Prefix, row.Name, row.CreatedAt);
    }

    public async Task RevokeAsync(TenantContext tenant, string instanceId, string keyId, CancellationToken cancellationToken)
    {
        await using var context = await ContextAsync(tenant, instanceId, cancellationToken).ConfigureAwait(false);
        context.Remove(await FindAsync(context, instanceId, keyId, cancellationToken).ConfigureAwait(false));
        context.Record(tenant, AuditActions.KeyRevoked, keyId, time);
        await SaveAsync(context, cancellationToken).ConfigureAwait(false);
    }

    private static void Apply(ApiKey row, ApiKeySettings settings) =>
        (row.Name, row.Permissions, row.RateLimit, row.ExpiresAt) = (settings.Name, settings.Permissions, settings.RateLimit, settings.ExpiresAt);

    /// <summary>Of two that revoke the same key, one does.</summary>
    private static async Task SaveAsync(GatewayDbContext context, CancellationToken cancellationToken)
    {
        try
        {
            await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (DbUpdateConcurrencyException)
        {
            throw GatewayException.NotFound();
        }
    }

    private static async Task<ApiKey> FindAsync(GatewayDbContext context, string instanceId, string keyId, CancellationToken cancellationToken) =>
        await context.ApiKeys.FirstOrDefaultAsync(row => row.Id == keyId && row.InstanceId == instanceId, cancellationToken).ConfigureAwait(false)
            ?? throw GatewayException.NotFound();

    private static ApiKeyResponse Response(ApiKey row) => new(
        row.Id,
        row.Prefix,
        row.Name,
        row.CreatedAt,
        ApiKeySettings.Named(row.Permissions),
        row.RateLimit,
        row.IsActive,
        row.ExpiresAt,
        row.LastUsedAt);

    private async Task<GatewayDbContext> ContextAsync(TenantContext tenant, string instanceId, CancellationToken cancellationToken)
    {
        var context = await contexts.CreateAsync(tenant, cancellationToken).ConfigureAwait(false);
        if (await context.Instances.AnyAsync(row => row.Id == instanceId, cancellationToken).ConfigureAwait(false))
        {
            return context;
        }

        await context.DisposeAsync().ConfigureAwait(false);
        throw GatewayException.NotFound();
    }
}
