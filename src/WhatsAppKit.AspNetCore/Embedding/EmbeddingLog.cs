using Microsoft.Extensions.Logging;

namespace WhatsAppKit.AspNetCore.Embedding;

internal static partial class EmbeddingLog
{
    [LoggerMessage(6700, LogLevel.Error, "The event handler {Handler} failed on {Event}")]
    public static partial void HandlerFailed(ILogger logger, string handler, string @event, Exception error);

    [LoggerMessage(6701, LogLevel.Error, "{Event} of instance {Instance} is not told to event handlers: too many events wait for them")]
    public static partial void EventNotTold(ILogger logger, string instance, string @event);

    [LoggerMessage(6702, LogLevel.Error, "{Event} of instance {Instance} could not be told to event handlers")]
    public static partial void EventNotRead(ILogger logger, string instance, string @event, Exception error);
}
