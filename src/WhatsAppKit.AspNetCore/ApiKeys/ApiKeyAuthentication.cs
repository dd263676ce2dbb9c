using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using WhatsAppKit.AspNetCore.Auth;
using WhatsAppKit.AspNetCore.Persistence;
using WhatsAppKit.AspNetCore.RateLimiting;

namespace WhatsAppKit.AspNetCore.ApiKeys;

/// <summary>Checks the keys that requests bring.</summary>
internal sealed class ApiKeyAuthentication(IDbContextFactory<GatewayDbContext> contexts, TimeProvider time)
{
    // A write for each request would cost more than the request.
    private static readonly TimeSpan UseIsNotedEvery = TimeSpan.FromMinutes(5);

    public async Task<ClaimsIdentity?> AuthenticateAsync(string key, CancellationToken cancellationToken)
    {
        if (ApiKeyFormat.PrefixOf(key) is not { } prefix)
        {
            return null;
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var row = await context.ApiKeys.IgnoreQueryFilters().AsNoTracking()
            .FirstOrDefaultAsync(candidate => candidate.Prefix == prefix, cancellationToken).ConfigureAwait(false);
        var now = StoredTime.Now(time);
        if (row is not { IsActive: true } || row.ExpiresAt <= now || !Matches(row, ApiKeyFormat.HashOf(key), now))
        {
            return null;
        }

        if (row.LastUsedAt is null || now - row.LastUsedAt >= UseIsNotedEvery)
        {
            await context.ApiKeys.IgnoreQueryFilters().Where(each => each.Id == row.Id)
                .ExecuteUpdateAsync(set => set.SetProperty(each => each.LastUsedAt, now), cancellationToken).ConfigureAwait(false);
        }

        return new ClaimsIdentity(Claims(row), BearerHandler.SchemeName);
    }

    /// <summary>Both are compared whatever the first says.</summary>
    private static bool Matches(ApiKey row, byte[] hash, DateTimeOffset now) =>
        CryptographicOperations.FixedTimeEquals(row.Hash, hash)
        | (CryptographicOperations.FixedTimeEquals(row.PreviousHash ?? [], hash) & row.PreviousUntil > now);

    private static IEnumerable<Claim> Claims(ApiKey row)
    {
        yield return new Claim(TenantContext.SubscriptionClaim, row.SubscriptionId);
        yield return new Claim(TenantContext.InstanceClaim, row.InstanceId);
        yield return new Claim(RateGate.KeyClaim, row.Id);
        if (row.RateLimit is { } limit)
        {
            yield return new Claim(RateGate.KeyLimitClaim, limit.ToString(CultureInfo.InvariantCulture));
        }

        foreach (var permission in ApiKeySettings.Named(row.Permissions))
        {
            yield return new Claim(Policies.PermissionClaim, permission);
        }
    }
}
