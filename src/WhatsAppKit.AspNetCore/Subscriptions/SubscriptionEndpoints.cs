using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using WhatsAppKit.AspNetCore.Auth;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.RateLimiting;
using WhatsAppKit.Contracts;
using WhatsAppKit.Contracts.Subscriptions;

namespace WhatsAppKit.AspNetCore.Subscriptions;

internal static class SubscriptionEndpoints
{
    public static void Map(RouteGroupBuilder gateway)
    {
        var subscriptions = gateway.MapGroup("").RateLimited(RatePolicy.Address).WithTags("Subscriptions");
        subscriptions.MapGet(Routes.Subscription, GetAsync).RequireAuthorization(Policies.People).WithName("GetSubscription");
        subscriptions.MapPut(Routes.SubscriptionPrivacy, ChangePrivacyAsync).RequireAuthorization(Policies.Administrators).WithName("ChangePrivacy");
        subscriptions.MapPut(Routes.SubscriptionTier, ChangeTierAsync).RequireAuthorization(Policies.Operator).WithName("ChangeTier");
    }

    private static async Task<Ok<SubscriptionDetailResponse>> GetAsync(
        ClaimsPrincipal user, SubscriptionService subscriptions, CancellationToken cancellationToken) =>
        TypedResults.Ok(await subscriptions.GetAsync(TenantContext.Of(user), cancellationToken).ConfigureAwait(false));

    private static async Task<Ok<PrivacyResponse>> ChangePrivacyAsync(
        JsonBody<UpdatePrivacyRequest> request, ClaimsPrincipal user, SubscriptionService subscriptions, CancellationToken cancellationToken) =>
        TypedResults.Ok(await subscriptions.ChangePrivacyAsync(TenantContext.Of(user), request.Value, cancellationToken).ConfigureAwait(false));

    private static async Task<Ok<SubscriptionDetailResponse>> ChangeTierAsync(
        string subscriptionId,
        JsonBody<ChangeTierRequest> request,
        ClientAddress address,
        SubscriptionService subscriptions,
        CancellationToken cancellationToken) =>
        TypedResults.Ok(await subscriptions.ChangeTierAsync(subscriptionId, request.Value, address.Text, cancellationToken).ConfigureAwait(false));
}
