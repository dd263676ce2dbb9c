namespace WhatsAppKit.Core;

/// <summary>Where a connection stands. <c>ConnectionTransitions</c> lists which state may follow which.</summary>
public enum ConnectionState
{
    /// <summary>Not connected, and nobody asked to be.</summary>
    Disconnected,

    /// <summary>Dialling, shaking hands or logging in.</summary>
    Connecting,

    /// <summary>A QR code, or a code to type, is shown and waits for a phone; or a phone is there, and the server asks for a passkey.</summary>
    AwaitingScan,

    /// <summary>Logged in.</summary>
    Connected,

    /// <summary>The connection was lost; another attempt follows by itself.</summary>
    Reconnecting,

    /// <summary>Every allowed QR code went unscanned, or a passkey was not given in time. Only an explicit connect leaves this state.</summary>
    ForceDisconnected,

    /// <summary>The device is no longer linked; its credentials are gone. A connect pairs anew.</summary>
    LoggedOut,

    /// <summary>Another connection uses the same credentials. Only an explicit connect leaves this state.</summary>
    Replaced,

    /// <summary>WhatsApp banned the account for a time; see <see cref="ConnectionStatus.RetryAt"/>.</summary>
    Banned,

    /// <summary>WhatsApp refuses this client version. Only an explicit connect leaves this state.</summary>
    ClientOutdated,

    /// <summary>A failure that repeating cannot mend; see <see cref="ConnectionStatus.Error"/>.</summary>
    Failed,
}
