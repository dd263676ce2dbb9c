using Microsoft.Extensions.Logging;

namespace WhatsAppKit.Sandbox;

internal static partial class SandboxLog
{
    [LoggerMessage(5000, LogLevel.Information, "A client's connection ended")]
    public static partial void ConnectionFailed(ILogger logger, Exception error);

    [LoggerMessage(5001, LogLevel.Debug, "A client left before a stanza reached it")]
    public static partial void ClientGone(ILogger logger, Exception error);

    [LoggerMessage(5002, LogLevel.Warning, "A phone could not handle a stanza")]
    public static partial void PhoneFailed(ILogger logger, Exception error);

    [LoggerMessage(5003, LogLevel.Warning, "Unhandled stanza of '{Device}': {Stanza}")]
    public static partial void Unhandled(ILogger logger, string device, string stanza);

    [LoggerMessage(5004, LogLevel.Warning, "Violation by '{Device}' of the rule {Rule}: {Detail} {Stanza}")]
    public static partial void Violated(ILogger logger, string device, string rule, string detail, string stanza);
}
