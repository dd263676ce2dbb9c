using Microsoft.Extensions.Logging;

namespace WhatsAppKit.AspNetCore.Retention;

internal static partial class RetentionLog
{
    [LoggerMessage(6800, LogLevel.Error, "What is kept no longer could not be cleared away; it is tried again")]
    public static partial void SweepFailed(ILogger logger, Exception error);

    [LoggerMessage(6801, LogLevel.Information, "Subscription {Subscription}: {Messages} messages, {Deliveries} deliveries, {Events} events and {Entries} audit entries are kept no longer")]
    public static partial void Removed(ILogger logger, string subscription, long messages, long deliveries, long events, long entries);

    [LoggerMessage(6802, LogLevel.Information, "Subscription {Subscription} keeps metadata only: what its messages said before is erased")]
    public static partial void ContentErased(ILogger logger, string subscription);

    [LoggerMessage(6803, LogLevel.Warning, "{Files} files that belong to nothing were deleted")]
    public static partial void OrphansDeleted(ILogger logger, int files);
}
