using Microsoft.Extensions.Logging;
using WhatsAppKit.Core;

namespace WhatsAppKit.AspNetCore.Connections;

internal static partial class ConnectionsLog
{
    [LoggerMessage(6000, LogLevel.Warning, "Events of instance {Instance} were missed; its state is asked for instead")]
    public static partial void WatchLagged(ILogger logger, string instance, Exception error);

    [LoggerMessage(6001, LogLevel.Error, "The state {State} of instance {Instance} could not be recorded")]
    public static partial void NotRemembered(ILogger logger, string instance, ConnectionState state, Exception error);

    [LoggerMessage(6002, LogLevel.Error, "Instance {Instance} could not be resumed")]
    public static partial void NotResumed(ILogger logger, string instance, Exception error);
}
