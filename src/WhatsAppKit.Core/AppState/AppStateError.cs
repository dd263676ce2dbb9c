namespace WhatsAppKit.Core.AppState;

/// <summary>Why a change of the app state could not be made.</summary>
public enum AppStateError
{
    /// <summary>The phone has not shared the keys yet; it was asked. Try again when it has been online.</summary>
    KeysMissing,

    /// <summary>What the server holds does not verify. The phone was asked for its own copy; see <see cref="AppStateDamaged"/>.</summary>
    Damaged,

    /// <summary>Other devices were faster each time. Try again.</summary>
    Conflict,

    /// <summary>The server refused; <see cref="AppStateException.Code"/> says how.</summary>
    Refused,
}
