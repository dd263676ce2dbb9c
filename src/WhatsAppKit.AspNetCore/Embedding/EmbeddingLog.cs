using Microsoft.Extensions.Logging;

namespace WhatsAppKit.AspNetCore.Embedding;

internal static partial class EmbeddingLog
{
    [LoggerMessage(6700, LogLevel.Error, "The event handler {Handler} failed on {Event}")]
    public static partial void HandlerFailed(ILogger logger, string handler, string @event, Exception error);

    [LoggerMessage(6701, LogLevel.Error, "Events could not be read for event handlers; it is tried again")]
    public static partial void EventsNotRead(ILogger logger, Exception error);
}
