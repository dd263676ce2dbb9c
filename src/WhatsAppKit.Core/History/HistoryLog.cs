using Microsoft.Extensions.Logging;

namespace WhatsAppKit.Core.History;

/// <summary>What reading the history logs: numbers and ids, never people or what they wrote.</summary>
internal static partial class HistoryLog
{
    [LoggerMessage(2400, LogLevel.Information, "Read a part of the history: {Kind} {ChunkOrder}, {Messages} messages, {PassedOver} passed over")]
    public static partial void PartRead(ILogger logger, HistoryKind kind, int chunkOrder, int messages, int passedOver);

    [LoggerMessage(2401, LogLevel.Warning, "A part of the history cannot be read: {Kind} {ChunkOrder}")]
    public static partial void PartFailed(ILogger logger, HistoryKind kind, int chunkOrder, Exception error);

    [LoggerMessage(2402, LogLevel.Warning, "Too many parts of the history wait: {Id} is left out")]
    public static partial void PartRefused(ILogger logger, string id);

    [LoggerMessage(2403, LogLevel.Warning, "A reader of events is behind: the history goes on without waiting for it")]
    public static partial void ReaderBehind(ILogger logger);
}
