using Microsoft.Extensions.Logging;

namespace WhatsAppKit.AspNetCore.Logging;

internal static partial class SecurityLog
{
    [LoggerMessage(6320, LogLevel.Warning, "A login from {Address} failed: {Code}")]
    public static partial void LoginFailed(ILogger logger, string address, string code);

    [LoggerMessage(EventId = 6321, Message = "A credential from {Address} was refused at {Route}: {Code}")]
    public static partial void CredentialRefused(ILogger logger, LogLevel level, string address, string route, string code);

    [LoggerMessage(6322, LogLevel.Warning, "A request from {Address} to {Route} was not allowed: {Code}, subscription {Subscription}")]
    public static partial void NotAllowed(ILogger logger, string address, string route, string code, string? subscription);

    [LoggerMessage(6323, LogLevel.Warning, "A request from {Address} to {Route} was over a limit: {Code}, subscription {Subscription}")]
    public static partial void Limited(ILogger logger, string address, string route, string code, string? subscription);

    [LoggerMessage(6324, LogLevel.Warning, "An address that a caller named is not fetched from: {Reason}")]
    public static partial void AddressRefused(ILogger logger, string reason);

    [LoggerMessage(6325, LogLevel.Warning, "A spent refresh token of user {User} came again from {Address}: its session is ended")]
    public static partial void RefreshReused(ILogger logger, string user, string address);

    [LoggerMessage(6326, LogLevel.Warning, "User {User} gave a wrong password for a change, from {Address}")]
    public static partial void WrongPassword(ILogger logger, string? user, string? address);
}
