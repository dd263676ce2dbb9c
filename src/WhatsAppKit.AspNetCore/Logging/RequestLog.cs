using Microsoft.Extensions.Logging;

namespace WhatsAppKit.AspNetCore.Logging;

internal static partial class RequestLog
{
    [LoggerMessage(EventId = 6300, Message = "{Method} {Route} was answered with {Status} after {Milliseconds} ms, for subscription {Subscription}, instance {Instance}")]
    public static partial void Answered(
        ILogger logger, LogLevel level, string method, string route, int status, double milliseconds, string? subscription, string? instance);
}
