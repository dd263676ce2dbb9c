using Microsoft.Extensions.Logging;

namespace WhatsAppKit.AspNetCore.Webhooks;

internal static partial class WebhookLog
{
    [LoggerMessage(6200, LogLevel.Error, "Deliveries to webhook {Webhook} stopped; they stay in the queue")]
    public static partial void LaneFailed(ILogger logger, string webhook, Exception error);

    [LoggerMessage(6201, LogLevel.Error, "Events could not be queued for webhooks; it is tried again")]
    public static partial void FanoutFailed(ILogger logger, Exception error);
}
