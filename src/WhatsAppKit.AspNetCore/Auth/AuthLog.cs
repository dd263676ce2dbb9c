using Microsoft.Extensions.Logging;

namespace WhatsAppKit.AspNetCore.Auth;

internal static partial class AuthLog
{
    [LoggerMessage(6200, LogLevel.Warning, "Development only: the {Kind} of {Email} has the token {Token}")]
    public static partial void TokenShown(ILogger logger, AccountMessageKind kind, string email, string token);

    [LoggerMessage(6201, LogLevel.Warning, "A message of the kind {Kind} was not delivered: the application registers no IAccountMessageSender")]
    public static partial void NotDelivered(ILogger logger, AccountMessageKind kind);

    [LoggerMessage(6202, LogLevel.Error, "A message of the kind {Kind} could not be delivered")]
    public static partial void DeliveryFailed(ILogger logger, AccountMessageKind kind, Exception error);

    [LoggerMessage(6203, LogLevel.Error, "A request for a new password could not be served")]
    public static partial void ResetFailed(ILogger logger, Exception error);
}
