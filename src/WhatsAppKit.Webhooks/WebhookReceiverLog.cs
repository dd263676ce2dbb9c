using Microsoft.Extensions.Logging;
using WhatsAppKit.Client.Webhooks;

namespace WhatsAppKit.Webhooks;

internal static partial class WebhookReceiverLog
{
    [LoggerMessage(9000, LogLevel.Warning, "A request to {Endpoint} was refused: {Refusal}")]
    public static partial void Refused(ILogger logger, string endpoint, WebhookRefusal refusal);

    [LoggerMessage(9001, LogLevel.Warning, "A request to {Endpoint} was refused: its body is too large, or did not arrive")]
    public static partial void BodyRefused(ILogger logger, string endpoint);

    [LoggerMessage(9002, LogLevel.Error, "Event {Id} of type {Type} could not be handled; the gateway sends it again")]
    public static partial void HandlerFailed(ILogger logger, string id, string type, Exception error);

    [LoggerMessage(9003, LogLevel.Warning, "Event {Id} of type {Type} has data that cannot be read")]
    public static partial void DataNotRead(ILogger logger, string id, string type);
}
