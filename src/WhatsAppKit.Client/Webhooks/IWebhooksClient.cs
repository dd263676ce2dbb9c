using Refit;
using WhatsAppKit.Contracts;
using WhatsAppKit.Contracts.Webhooks;

namespace WhatsAppKit.Client.Webhooks;

/// <summary>Webhooks of a subscription or of an instance, and what was delivered to them.</summary>
public interface IWebhooksClient
{
    /// <summary>Create webhook. For administrators.</summary>
    [Post(Routes.Webhooks)]
    Task<WebhookSecretResponse> CreateAsync([Body] CreateWebhookRequest request, CancellationToken cancellationToken = default);

    /// <summary>List webhooks. For administrators.</summary>
    [Get(Routes.Webhooks)]
    Task<IReadOnlyList<WebhookResponse>> ListAsync(CancellationToken cancellationToken = default);

    /// <summary>Create instance webhook. For administrators.</summary>
    [Post(Routes.InstanceWebhooks)]
    Task<WebhookSecretResponse> CreateForInstanceAsync(string id, [Body] CreateWebhookRequest request, CancellationToken cancellationToken = default);

    /// <summary>List instance webhooks. For administrators.</summary>
    [Get(Routes.InstanceWebhooks)]
    Task<IReadOnlyList<WebhookResponse>> ListForInstanceAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Get webhook. For administrators.</summary>
    [Get(Routes.Webhook)]
    Task<WebhookResponse> GetAsync(string webhookId, CancellationToken cancellationToken = default);

    /// <summary>Update webhook. For administrators.</summary>
    [Put(Routes.Webhook)]
    Task<WebhookResponse> UpdateAsync(string webhookId, [Body] UpdateWebhookRequest request, CancellationToken cancellationToken = default);

    /// <summary>Delete webhook. For administrators.</summary>
    [Delete(Routes.Webhook)]
    Task DeleteAsync(string webhookId, CancellationToken cancellationToken = default);

    /// <summary>Rotate webhook secret. For administrators.</summary>
    [Post(Routes.RotateWebhookSecret)]
    Task<WebhookSecretResponse> RotateSecretAsync(string webhookId, [Body] RotateWebhookSecretRequest request, CancellationToken cancellationToken = default);

    /// <summary>Ping webhook. For administrators.</summary>
    [Post(Routes.PingWebhook)]
    Task<PingWebhookResponse> PingAsync(string webhookId, CancellationToken cancellationToken = default);

    /// <summary>List webhook deliveries. For administrators.</summary>
    [Get(Routes.WebhookDeliveries)]
    Task<WebhookDeliveryPage> ListDeliveriesAsync(
        string webhookId,
        string? state = null,
        int? limit = null,
        string? cursor = null,
        CancellationToken cancellationToken = default);

    /// <summary>Get webhook delivery. For administrators.</summary>
    [Get(Routes.WebhookDelivery)]
    Task<WebhookDeliveryDetailResponse> GetDeliveryAsync(string webhookId, string deliveryId, CancellationToken cancellationToken = default);

    /// <summary>Replay webhook delivery. For administrators.</summary>
    [Post(Routes.ReplayWebhookDelivery)]
    Task<WebhookDeliveryResponse> ReplayDeliveryAsync(string webhookId, string deliveryId, CancellationToken cancellationToken = default);

    /// <summary>Replay webhook. For administrators.</summary>
    [Post(Routes.ReplayWebhook)]
    Task<ReplayWebhookResponse> ReplayAsync(string webhookId, [Body] ReplayWebhookRequest request, CancellationToken cancellationToken = default);
}
