using Microsoft.Extensions.Logging;

namespace WhatsAppKit.Core.AppState;

/// <summary>What the app state logs: names of collections, counts and reasons.</summary>
internal static partial class AppStateLog
{
    [LoggerMessage(6000, LogLevel.Information, "The collection {Collection} waits for {Count} keys of the phone")]
    public static partial void Parked(ILogger logger, string collection, int count);

    [LoggerMessage(6001, LogLevel.Warning, "The collection {Collection} does not verify")]
    public static partial void Damaged(ILogger logger, string collection, Exception error);

    [LoggerMessage(6002, LogLevel.Warning, "Asked the phone for its copy of the collection {Collection}")]
    public static partial void RecoveryAsked(ILogger logger, string collection);

    [LoggerMessage(6003, LogLevel.Information, "The collection {Collection} was mended with the phone's copy")]
    public static partial void Recovered(ILogger logger, string collection);

    [LoggerMessage(6004, LogLevel.Information, "Another device changed the collection {Collection} first, attempt {Attempt}")]
    public static partial void Conflict(ILogger logger, string collection, int attempt);

    [LoggerMessage(6005, LogLevel.Information, "A change of the collection {Collection} was taken, but could not be read back yet")]
    public static partial void NotReadBack(ILogger logger, string collection, Exception error);
}
