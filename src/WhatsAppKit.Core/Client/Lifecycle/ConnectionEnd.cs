namespace WhatsAppKit.Core;

/// <summary>Why one connection ended, and what follows from it.</summary>
/// <param name="Next">The state that follows: <see cref="ConnectionState.Reconnecting"/> means another attempt.</param>
/// <param name="Reason">A stable word for people and logs.</param>
internal sealed record ConnectionEnd(ConnectionState Next, string Reason)
{
    /// <summary>Another attempt at once, as after pairing.</summary>
    public bool Immediately { get; init; }

    /// <summary>The server says that this device is no longer linked: its credentials must go.</summary>
    public bool DropCredentials { get; init; }

    public DateTimeOffset? RetryAt { get; init; }

    public Exception? Error { get; init; }

    public static ConnectionEnd Requested { get; } = new(ConnectionState.Disconnected, "disconnect-requested");

    public static ConnectionEnd LogoutRequested { get; } = LoggedOut("logout-requested");

    public static ConnectionEnd RestartRequired { get; } = new(ConnectionState.Reconnecting, "restart-required") { Immediately = true };

    public static ConnectionEnd QrExhausted { get; } = new(ConnectionState.ForceDisconnected, "qr-limit-reached");

    public static ConnectionEnd QrReferencesUsedUp { get; } = Lost("qr-references-used-up");

    public static ConnectionEnd ClosedByServer { get; } = Lost("closed-by-server");

    public static ConnectionEnd NoAnswer { get; } = Lost("no-answer");

    public static ConnectionEnd Unreachable { get; } = Lost("unreachable");

    public static ConnectionEnd UpgradeRefused { get; } = Failed("upgrade-refused");

    public static ConnectionEnd CertificateRefused { get; } = Failed("certificate-refused");

    public static ConnectionEnd HandshakeFailed { get; } = Lost("handshake-failed");

    public static ConnectionEnd PairingRefused { get; } = Failed("pairing-refused");

    public static ConnectionEnd PasskeyCodesDiffer { get; } = Failed("passkey-codes-differ");

    public static ConnectionEnd PasskeyTimeOver { get; } = new(ConnectionState.ForceDisconnected, "passkey-time-over");

    public static ConnectionEnd Fault { get; } = Failed("fault");

    public static ConnectionEnd WorkFailed(string name, Exception? error = null) => Lost(name + "-failed", error);

    public static ConnectionEnd WorkAtFault(string name, Exception? error = null) => Lost(name + "-fault", error);

    public static ConnectionEnd LoggedOut(string reason) => new(ConnectionState.LoggedOut, reason) { DropCredentials = true };

    public static ConnectionEnd Lost(string reason, Exception? error = null) => new(ConnectionState.Reconnecting, reason) { Error = error };

    public static ConnectionEnd Failed(string reason, Exception? error = null) => new(ConnectionState.Failed, reason) { Error = error };
}
