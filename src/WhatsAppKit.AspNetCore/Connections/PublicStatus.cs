using WhatsAppKit.Core;

namespace WhatsAppKit.AspNetCore.Connections;

/// <summary>The one place where a connection's state becomes the status that users see.</summary>
internal static class PublicStatus
{
    public static string Of(ConnectionState state) => state switch
    {
        ConnectionState.Connected => "CONNECTED",
        ConnectionState.Connecting or ConnectionState.AwaitingScan or ConnectionState.Reconnecting => "CONNECTING",
        ConnectionState.ForceDisconnected => "FORCE_DISCONNECTED",
        ConnectionState.LoggedOut => "LOGGED_OUT",
        ConnectionState.Replaced => "REPLACED",
        ConnectionState.Banned => "BANNED",
        ConnectionState.ClientOutdated => "CLIENT_OUTDATED",
        ConnectionState.Failed => "FAILED",
        _ => "DISCONNECTED",
    };
}
