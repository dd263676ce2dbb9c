using Microsoft.Extensions.Logging;

namespace WhatsAppKit.AspNetCore.Logging;

internal static partial class BusinessLog
{
    [LoggerMessage(6340, LogLevel.Information, "Subscription {Subscription} has the new instance {Instance}")]
    public static partial void InstanceCreated(ILogger logger, string subscription, string instance);

    [LoggerMessage(6341, LogLevel.Information, "Instance {Instance} of subscription {Subscription} was deleted")]
    public static partial void InstanceDeleted(ILogger logger, string subscription, string instance);

    [LoggerMessage(6342, LogLevel.Information, "Instance {Instance} of subscription {Subscription} is {Status}, as {Phone}")]
    public static partial void InstanceIs(ILogger logger, string subscription, string instance, string status, string? phone);

    [LoggerMessage(6343, LogLevel.Information, "Instance {Instance} of subscription {Subscription} was logged out of its account")]
    public static partial void InstanceLoggedOut(ILogger logger, string subscription, string instance);

    [LoggerMessage(6344, LogLevel.Information, "Message {Message} was accepted: {Kind} from instance {Instance} to {Chat}")]
    public static partial void MessageAccepted(ILogger logger, string instance, string message, string kind, string chat);

    [LoggerMessage(6345, LogLevel.Information, "Message {Message} of instance {Instance} was sent after {Milliseconds} ms")]
    public static partial void MessageSent(ILogger logger, string instance, string message, double milliseconds);

    [LoggerMessage(6346, LogLevel.Warning, "Message {Message} of instance {Instance} failed: {Failure}")]
    public static partial void MessageFailed(ILogger logger, string instance, string message, string failure);

    [LoggerMessage(6347, LogLevel.Information, "Subscription {Subscription} has the tier {Tier} now")]
    public static partial void TierChanged(ILogger logger, string subscription, string tier);
}
