using Microsoft.Extensions.Logging;

namespace WhatsAppKit.AspNetCore.Messages.Queue;

internal static partial class QueueLog
{
    [LoggerMessage(6100, LogLevel.Error, "Sending for instance {Instance} stopped in a chat; its messages stay in the queue")]
    public static partial void LaneFailed(ILogger logger, string instance, Exception error);

    [LoggerMessage(6101, LogLevel.Error, "An attempt to send message {Message} of instance {Instance} failed in an unforeseen way")]
    public static partial void AttemptFailed(ILogger logger, string message, string instance, Exception error);

    [LoggerMessage(6102, LogLevel.Error, "The queue of messages could not be looked through; it is tried again")]
    public static partial void TickFailed(ILogger logger, Exception error);
}
