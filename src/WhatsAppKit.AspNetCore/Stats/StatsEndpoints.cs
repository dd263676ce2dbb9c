using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using WhatsAppKit.AspNetCore.Auth;
using WhatsAppKit.AspNetCore.Instances;
using WhatsAppKit.AspNetCore.RateLimiting;
using WhatsAppKit.Contracts;
using WhatsAppKit.Contracts.ApiKeys;
using WhatsAppKit.Contracts.Stats;

namespace WhatsAppKit.AspNetCore.Stats;

internal static class StatsEndpoints
{
    public static void Map(RouteGroupBuilder gateway)
    {
        var stats = gateway.MapGroup("").WithTags("Statistics");
        stats.MapGet(Routes.Stats, OwnAsync).RequireAuthorization(Policies.Permission(Permissions.InstanceRead)).RateLimited(RatePolicy.Key)
            .WithName("GetOwnStats");
        var people = stats.MapGroup("").RequireAuthorization(Policies.People).RateLimited(RatePolicy.Address);
        people.MapGet(Routes.InstanceStats, OfInstanceAsync).WithName("GetInstanceStats");
        people.MapGet(Routes.SubscriptionStats, OfSubscriptionAsync).WithName("GetSubscriptionStats");
    }

    private static async Task<Ok<StatsResponse>> OwnAsync(
        string? from, string? to, InstanceScope scope, StatsService stats, CancellationToken cancellationToken) =>
        TypedResults.Ok(await stats.OfInstanceAsync(scope.Tenant, scope.Tenant.InstanceId!, from, to, cancellationToken).ConfigureAwait(false));

    private static async Task<Ok<StatsResponse>> OfInstanceAsync(
        string id, string? from, string? to, ClaimsPrincipal user, StatsService stats, CancellationToken cancellationToken) =>
        TypedResults.Ok(await stats.OfInstanceAsync(TenantContext.Of(user), id, from, to, cancellationToken).ConfigureAwait(false));

    private static async Task<Ok<StatsResponse>> OfSubscriptionAsync(
        string? from, string? to, ClaimsPrincipal user, StatsService stats, CancellationToken cancellationToken) =>
        TypedResults.Ok(await stats.OfSubscriptionAsync(TenantContext.Of(user), from, to, cancellationToken).ConfigureAwait(false));
}
