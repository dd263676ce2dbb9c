namespace WhatsAppKit.Contracts;

/// <content>Webhooks.</content>
public static partial class Routes
{
    /// <summary>The webhooks of a subscription.</summary>
    public const string Webhooks = "/api/webhooks";

    /// <summary>The webhooks of an instance.</summary>
    public const string InstanceWebhooks = Instance + "/webhooks";

    /// <summary>One webhook: get, change (PUT), delete.</summary>
    public const string Webhook = Webhooks + "/{webhookId}";

    /// <summary>Gives a webhook a new secret.</summary>
    public const string RotateWebhookSecret = Webhook + "/rotate-secret";

    /// <summary>Sends a test event to a webhook at once.</summary>
    public const string PingWebhook = Webhook + "/ping";

    /// <summary>What was sent, or is to be sent, to a webhook.</summary>
    public const string WebhookDeliveries = Webhook + "/deliveries";

    /// <summary>One delivery, with its attempts.</summary>
    public const string WebhookDelivery = WebhookDeliveries + "/{deliveryId}";

    /// <summary>Sends an event once more.</summary>
    public const string ReplayWebhookDelivery = WebhookDelivery + "/replay";

    /// <summary>Sends the events of a time once more.</summary>
    public const string ReplayWebhook = Webhook + "/replay";
}
