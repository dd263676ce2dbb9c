using Microsoft.Extensions.Logging;

namespace WhatsAppKit.Core;

/// <summary>What the lifecycle logs; the text of a code never is.</summary>
internal static partial class LifecycleLog
{
    [LoggerMessage(1000, LogLevel.Information, "Connection {Before} -> {After}: {Reason}")]
    public static partial void Moved(ILogger logger, ConnectionState before, ConnectionState after, string reason);

    [LoggerMessage(1001, LogLevel.Error, "Refused the transition {Before} -> {After}: {Reason}")]
    public static partial void IllegalTransition(ILogger logger, ConnectionState before, ConnectionState after, string reason);

    [LoggerMessage(1002, LogLevel.Information, "QR code #{Attempt} of {Max}, valid until {ExpiresAt}")]
    public static partial void QrShown(ILogger logger, int attempt, int max, DateTimeOffset expiresAt);

    [LoggerMessage(1003, LogLevel.Warning, "No QR code was scanned, {Max} were shown: disconnected until an explicit connect")]
    public static partial void QrExhausted(ILogger logger, int max);

    [LoggerMessage(1004, LogLevel.Information, "Connection attempt #{Attempt}")]
    public static partial void Attempt(ILogger logger, int attempt);

    [LoggerMessage(1005, LogLevel.Warning, "The connection ended: {Reason}")]
    public static partial void Ended(ILogger logger, string reason, Exception? error);

    [LoggerMessage(1006, LogLevel.Warning, "The pairing was refused")]
    public static partial void PairingRefused(ILogger logger, Exception error);

    [LoggerMessage(1010, LogLevel.Information, "Pairing code given out, valid until {ExpiresAt}")]
    public static partial void CodeShown(ILogger logger, DateTimeOffset expiresAt);

    [LoggerMessage(1011, LogLevel.Information, "A phone answered the pairing code")]
    public static partial void CodeUsed(ILogger logger);

    [LoggerMessage(1012, LogLevel.Information, "The server asks for a passkey, valid until {ExpiresAt}")]
    public static partial void PasskeyRequested(ILogger logger, DateTimeOffset expiresAt);

    [LoggerMessage(1013, LogLevel.Information, "Device and phone have agreed after the passkey; confirmed by itself: {IsAutomatic}")]
    public static partial void PasskeyAgreed(ILogger logger, bool isAutomatic);

    [LoggerMessage(1014, LogLevel.Warning, "Pairing with a passkey failed: {Error}")]
    public static partial void PasskeyFailed(ILogger logger, Pairing.Passkey.PasskeyError error, Exception? cause);

    [LoggerMessage(1015, LogLevel.Warning, "The passkey was not given in time: disconnected until an explicit connect")]
    public static partial void PasskeyTimeOver(ILogger logger);

    [LoggerMessage(1007, LogLevel.Warning, "A frame held no readable node and was dropped")]
    public static partial void FrameDropped(ILogger logger, Exception error);

    [LoggerMessage(1008, LogLevel.Error, "The connection ended through a fault of this library")]
    public static partial void Fault(ILogger logger, Exception error);

    [LoggerMessage(1016, LogLevel.Warning, "{Ends} connections ended within {Window}, the last one through {Reason}: the next attempts are slow")]
    public static partial void Looping(ILogger logger, int ends, TimeSpan window, string reason);

    [LoggerMessage(1017, LogLevel.Debug, "The server did not answer the end of the connection")]
    public static partial void NoGoodbye(ILogger logger, Exception error);

    [LoggerMessage(1009, LogLevel.Information, "Paired")]
    public static partial void Paired(ILogger logger);
}
