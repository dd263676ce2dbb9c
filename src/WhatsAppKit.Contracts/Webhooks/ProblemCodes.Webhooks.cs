namespace WhatsAppKit.Contracts;

/// <content>What can be wrong with a webhook.</content>
public static partial class ProblemCodes
{
    /// <summary>409: the subscription has as many webhooks as it may.</summary>
    public const string WebhookLimit = "webhook-limit";
}
