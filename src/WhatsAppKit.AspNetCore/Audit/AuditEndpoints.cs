using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using WhatsAppKit.AspNetCore.Auth;
using WhatsAppKit.AspNetCore.RateLimiting;
using WhatsAppKit.Contracts;
using WhatsAppKit.Contracts.Audit;

namespace WhatsAppKit.AspNetCore.Audit;

internal static class AuditEndpoints
{
    public static void Map(RouteGroupBuilder gateway) =>
        gateway.MapGet(Routes.Audit, ListAsync).RequireAuthorization(Policies.Administrators).RateLimited(RatePolicy.Address).WithTags("Audit").WithName("ListAudit");

    private static async Task<Ok<AuditPage>> ListAsync(
        [AsParameters] AuditQuery query, ClaimsPrincipal user, AuditLog log, CancellationToken cancellationToken) =>
        TypedResults.Ok(await log.ListAsync(TenantContext.Of(user), query, cancellationToken).ConfigureAwait(false));
}
