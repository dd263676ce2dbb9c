using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using WhatsAppKit.AspNetCore.Auth;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.Persistence;
using WhatsAppKit.Contracts.ApiKeys;

namespace WhatsAppKit.AspNetCore.ApiKeys;

/// <summary>Creates, lists, revokes and checks API keys. Only a key's hash is stored.</summary>
internal sealed class ApiKeyService(IDbContextFactory<GatewayDbContext> contexts, TimeProvider time)
{
    public async Task<CreatedApiKeyResponse> CreateAsync(TenantContext tenant, string instanceId, CreateApiKeyRequest request, CancellationToken cancellationToken)
    {
        var name = Validated.Name(request.Name, "name");
        await using var context = await ContextAsync(tenant, instanceId, cancellationToken).ConfigureAwait(false);
        var key = ApiKeyFormat.Create();
        var row = new ApiKey
        {
            SubscriptionId = tenant.SubscriptionId,
            InstanceId = instanceId,
            Name = name,
            Prefix = ApiKeyFormat.PrefixOf(key)!,
            Hash = ApiKeyFormat.HashOf(key),
            CreatedAt = StoredTime.Now(time),
        };
        context.Add(row);
        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        return new CreatedApiKeyResponse(row.Id, key, row.Prefix, row.Name, row.CreatedAt);
    }

    public async Task<IReadOnlyList<ApiKeyResponse>> ListAsync(TenantContext tenant, string instanceId, CancellationToken cancellationToken)
    {
        await using var context = await ContextAsync(tenant, instanceId, cancellationToken).ConfigureAwait(false);
        return await context.ApiKeys.Where(row => row.InstanceId == instanceId && row.IsActive).OrderBy(row => row.CreatedAt).ThenBy(row => row.Id)
            .Select(row => new ApiKeyResponse(row.Id, row.Prefix, row.Name, row.CreatedAt)).ToListAsync(cancellationToken).ConfigureAwait(false);
    }

    public async Task RevokeAsync(TenantContext tenant, string instanceId, string keyId, CancellationToken cancellationToken)
    {
        await using var context = await ContextAsync(tenant, instanceId, cancellationToken).ConfigureAwait(false);
        var revoked = await context.ApiKeys.Where(row => row.Id == keyId && row.InstanceId == instanceId && row.IsActive)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.IsActive, false), cancellationToken).ConfigureAwait(false);
        if (revoked == 0)
        {
            throw GatewayException.NotFound();
        }
    }

    public async Task<ClaimsIdentity?> AuthenticateAsync(string key, CancellationToken cancellationToken)
    {
        if (ApiKeyFormat.PrefixOf(key) is not { } prefix)
        {
            return null;
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var row = await context.ApiKeys.IgnoreQueryFilters().AsNoTracking()
            .FirstOrDefaultAsync(candidate => candidate.Prefix == prefix, cancellationToken).ConfigureAwait(false);
        return row is { IsActive: true } && CryptographicOperations.FixedTimeEquals(row.Hash, ApiKeyFormat.HashOf(key))
            ? new ClaimsIdentity(
                [new Claim(TenantContext.SubscriptionClaim, row.SubscriptionId), new Claim(TenantContext.InstanceClaim, row.InstanceId)],
                BearerHandler.SchemeName)
            : null;
    }

    private async Task<GatewayDbContext> ContextAsync(TenantContext tenant, string instanceId, CancellationToken cancellationToken)
    {
        var context = (await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false)).For(tenant);
        if (await context.Instances.AnyAsync(row => row.Id == instanceId, cancellationToken).ConfigureAwait(false))
        {
            return context;
        }

        await context.DisposeAsync().ConfigureAwait(false);
        throw GatewayException.NotFound();
    }
}
