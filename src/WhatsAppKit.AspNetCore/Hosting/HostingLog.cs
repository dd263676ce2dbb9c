using Microsoft.Extensions.Logging;

namespace WhatsAppKit.AspNetCore.Hosting;

internal static partial class HostingLog
{
    [LoggerMessage(6100, LogLevel.Error, "A request failed")]
    public static partial void RequestFailed(ILogger logger, Exception error);

    [LoggerMessage(6102, LogLevel.Error, "The store of the limit {Policy} failed; this process counts for itself")]
    public static partial void LimitStoreFailed(ILogger logger, string policy, Exception error);

    [LoggerMessage(6101, LogLevel.Warning, "The database does not answer")]
    public static partial void DatabaseUnreachable(ILogger logger, Exception error);
}
