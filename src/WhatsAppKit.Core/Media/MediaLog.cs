using Microsoft.Extensions.Logging;

namespace WhatsAppKit.Core.Media;

/// <summary>What file transfers log: hosts, numbers and ids, never addresses with their query, keys or people.</summary>
internal static partial class MediaLog
{
    [LoggerMessage(2200, LogLevel.Warning, "The media host {Host} failed in round {Round} with status {Status}")]
    public static partial void HostFailed(ILogger logger, string host, int round, int? status, Exception? error);

    [LoggerMessage(2201, LogLevel.Information, "Media hosts cannot be asked for without a connection; using WhatsApp's own")]
    public static partial void NoConnection(ILogger logger);

    [LoggerMessage(2202, LogLevel.Warning, "Ignored an answer about the file of message {Id}: {Reason}")]
    public static partial void AnswerIgnored(ILogger logger, string id, string reason);
}
