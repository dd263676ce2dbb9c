using WhatsAppKit.Core.Binary;

namespace WhatsAppKit.Core;

/// <summary>Maps what the server says before it closes to what this client does about it.</summary>
internal static class CloseReasons
{
    /// <summary><c>failure</c>: the login was refused.</summary>
    public static ConnectionEnd OfFailure(BinaryNode failure, DateTimeOffset now)
    {
        var code = failure.Number("reason") ?? 500;
        var reason = $"server-{code}";
        return code switch
        {
            401 or 403 or 406 => ConnectionEnd.LoggedOut(reason),
            402 => new ConnectionEnd(ConnectionState.Banned, reason)
            {
                RetryAt = failure.Number("expire") is { } seconds and > 0 and < int.MaxValue ? now.AddSeconds(seconds) : null,
            },
            405 => new ConnectionEnd(ConnectionState.ClientOutdated, reason),
            500 or 501 or 503 => ConnectionEnd.Lost(reason),
            _ => ConnectionEnd.Failed(reason),
        };
    }

    /// <summary><c>stream:error</c>: the connection ends, for good or to be opened again.</summary>
    public static ConnectionEnd OfStreamError(BinaryNode error)
    {
        var conflict = error.Child("conflict")?["type"];
        if (conflict == "device_removed")
        {
            return ConnectionEnd.LoggedOut("device-removed");
        }

        if (conflict == "replaced")
        {
            return new ConnectionEnd(ConnectionState.Replaced, "replaced");
        }

        return error["code"] switch
        {
            "515" => ConnectionEnd.RestartRequired,
            "401" or "516" => ConnectionEnd.LoggedOut("forced-logout"),
            { } code => ConnectionEnd.Lost("server-" + code),
            null => ConnectionEnd.Lost("stream-error-" + (error.Children.Count > 0 ? error.Children[0].Tag : "unknown")),
        };
    }
}
