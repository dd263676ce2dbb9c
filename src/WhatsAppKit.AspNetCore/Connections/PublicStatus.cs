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

    /// <summary>What a person must do for the pairing to go on; null for nothing.</summary>
    public static string? Awaits(ConnectionStatus status) => status switch
    {
        { PasskeyConfirmation.IsAutomatic: false } => "passkey-confirmation",
        { Passkey: not null, PasskeyConfirmation: null } => "passkey",
        { Qr: not null } or { PairingCode: not null } => "scan",
        _ => null,
    };
}
