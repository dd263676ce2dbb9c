using Microsoft.Extensions.Logging;

namespace WhatsAppKit.AspNetCore.Connections;

internal static partial class ConnectionsLog
{
    [LoggerMessage(6000, LogLevel.Error, "The state of instance {Instance} is no longer recorded")]
    public static partial void WatchFailed(ILogger logger, string instance, Exception error);
}
