using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using WhatsAppKit.AspNetCore.Auth;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.RateLimiting;
using WhatsAppKit.Contracts;
using WhatsAppKit.Contracts.Webhooks;

namespace WhatsAppKit.AspNetCore.Webhooks;

internal static class WebhookEndpoints
{
    public static void Map(RouteGroupBuilder gateway)
    {
        var webhooks = gateway.MapGroup("").RequireAuthorization(Policies.Administrators).RateLimited(RatePolicy.Address).WithTags("Webhooks");
        webhooks.MapPost(Routes.Webhooks, CreateAsync).Fails(409, ProblemCodes.WebhookLimit).WithName("CreateWebhook");
        webhooks.MapGet(Routes.Webhooks, ListAsync).WithName("ListWebhooks");
        webhooks.MapPost(Routes.InstanceWebhooks, CreateForInstanceAsync).Fails(409, ProblemCodes.WebhookLimit).WithName("CreateInstanceWebhook");
        webhooks.MapGet(Routes.InstanceWebhooks, ListOfInstanceAsync).WithName("ListInstanceWebhooks");
        webhooks.MapGet(Routes.Webhook, GetAsync).WithName("GetWebhook");
        webhooks.MapPut(Routes.Webhook, UpdateAsync).WithName("UpdateWebhook");
        webhooks.MapDelete(Routes.Webhook, DeleteAsync).WithName("DeleteWebhook");
        webhooks.MapPost(Routes.RotateWebhookSecret, RotateAsync).WithName("RotateWebhookSecret");
        webhooks.MapPost(Routes.PingWebhook, PingAsync).WithName("PingWebhook");
        webhooks.MapGet(Routes.WebhookDeliveries, DeliveriesAsync).WithName("ListWebhookDeliveries");
        webhooks.MapGet(Routes.WebhookDelivery, DeliveryAsync).WithName("GetWebhookDelivery");
        webhooks.MapPost(Routes.ReplayWebhookDelivery, ReplayOneAsync).WithName("ReplayWebhookDelivery");
        webhooks.MapPost(Routes.ReplayWebhook, ReplayAsync).WithName("ReplayWebhook");
    }

    private static async Task<Created<WebhookSecretResponse>> CreateAsync(
        JsonBody<CreateWebhookRequest> request, ClaimsPrincipal user, WebhookService webhooks, CancellationToken cancellationToken) =>
        TypedResults.Created((string?)null, await webhooks.CreateAsync(TenantContext.Of(user), null, request.Value, cancellationToken).ConfigureAwait(false));

    private static async Task<Created<WebhookSecretResponse>> CreateForInstanceAsync(
        string id, JsonBody<CreateWebhookRequest> request, ClaimsPrincipal user, WebhookService webhooks, CancellationToken cancellationToken) =>
        TypedResults.Created((string?)null, await webhooks.CreateAsync(TenantContext.Of(user), id, request.Value, cancellationToken).ConfigureAwait(false));

    private static async Task<Ok<IReadOnlyList<WebhookResponse>>> ListAsync(ClaimsPrincipal user, WebhookService webhooks, CancellationToken cancellationToken) =>
        TypedResults.Ok(await webhooks.ListAsync(TenantContext.Of(user), null, cancellationToken).ConfigureAwait(false));

    private static async Task<Ok<IReadOnlyList<WebhookResponse>>> ListOfInstanceAsync(
        string id, ClaimsPrincipal user, WebhookService webhooks, CancellationToken cancellationToken) =>
        TypedResults.Ok(await webhooks.ListAsync(TenantContext.Of(user), id, cancellationToken).ConfigureAwait(false));

    private static async Task<Ok<WebhookResponse>> GetAsync(
        string webhookId, ClaimsPrincipal user, WebhookService webhooks, CancellationToken cancellationToken) =>
        TypedResults.Ok(await webhooks.GetAsync(TenantContext.Of(user), webhookId, cancellationToken).ConfigureAwait(false));

    private static async Task<Ok<WebhookResponse>> UpdateAsync(
        string webhookId, JsonBody<UpdateWebhookRequest> request, ClaimsPrincipal user, WebhookService webhooks, CancellationToken cancellationToken) =>
        TypedResults.Ok(await webhooks.UpdateAsync(TenantContext.Of(user), webhookId, request.Value, cancellationToken).ConfigureAwait(false));

    private static async Task<NoContent> DeleteAsync(
        string webhookId, ClaimsPrincipal user, WebhookService webhooks, CancellationToken cancellationToken)
    {
        await webhooks.DeleteAsync(TenantContext.Of(user), webhookId, cancellationToken).ConfigureAwait(false);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<WebhookSecretResponse>> RotateAsync(
        string webhookId, JsonBody<RotateWebhookSecretRequest> request, ClaimsPrincipal user, WebhookService webhooks, CancellationToken cancellationToken) =>
        TypedResults.Ok(await webhooks.RotateAsync(TenantContext.Of(user), webhookId, request.Value, cancellationToken).ConfigureAwait(false));

    private static async Task<Ok<PingWebhookResponse>> PingAsync(
        string webhookId, ClaimsPrincipal user, WebhookService webhooks, CancellationToken cancellationToken) =>
        TypedResults.Ok(await webhooks.PingAsync(TenantContext.Of(user), webhookId, cancellationToken).ConfigureAwait(false));

    private static async Task<Ok<WebhookDeliveryPage>> DeliveriesAsync(
        string webhookId, string? state, string? limit, string? cursor, ClaimsPrincipal user, WebhookDeliveries deliveries, CancellationToken cancellationToken) =>
        TypedResults.Ok(await deliveries.ListAsync(TenantContext.Of(user), webhookId, state, limit, cursor, cancellationToken).ConfigureAwait(false));

    private static async Task<Ok<WebhookDeliveryDetailResponse>> DeliveryAsync(
        string webhookId, string deliveryId, ClaimsPrincipal user, WebhookDeliveries deliveries, CancellationToken cancellationToken) =>
        TypedResults.Ok(await deliveries.GetAsync(TenantContext.Of(user), webhookId, deliveryId, cancellationToken).ConfigureAwait(false));

    private static async Task<Accepted<WebhookDeliveryResponse>> ReplayOneAsync(
        string webhookId, string deliveryId, ClaimsPrincipal user, WebhookDeliveries deliveries, CancellationToken cancellationToken) =>
        TypedResults.Accepted((string?)null, await deliveries.ReplayAsync(TenantContext.Of(user), webhookId, deliveryId, cancellationToken).ConfigureAwait(false));

    private static async Task<Accepted<ReplayWebhookResponse>> ReplayAsync(
        string webhookId, JsonBody<ReplayWebhookRequest> request, ClaimsPrincipal user, WebhookDeliveries deliveries, CancellationToken cancellationToken) =>
        TypedResults.Accepted((string?)null, await deliveries.ReplayAsync(TenantContext.Of(user), webhookId, request.Value, cancellationToken).ConfigureAwait(false));
}
