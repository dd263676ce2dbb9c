using Microsoft.Extensions.Logging;

namespace WhatsAppKit.AspNetCore.Events;

internal static partial class EventsLog
{
    [LoggerMessage(6300, LogLevel.Information, "A reader of live events of {Subscription} was too slow and was cut")]
    public static partial void ReaderCut(ILogger logger, string subscription);

    [LoggerMessage(6301, LogLevel.Error, "Live events of {Subscription} could not be told; the reader was cut and can resume")]
    public static partial void FeedFailed(ILogger logger, string subscription, Exception error);
}
