using Microsoft.EntityFrameworkCore;
using WhatsAppKit.AspNetCore.Auth;

namespace WhatsAppKit.AspNetCore.Persistence;

internal static class TenantContexts
{
    /// <summary>A context that sees the tenant's own subscription only.</summary>
    public static async Task<GatewayDbContext> CreateAsync(
        this IDbContextFactory<GatewayDbContext> contexts, TenantContext tenant, CancellationToken cancellationToken) =>
        (await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false)).For(tenant);
}
