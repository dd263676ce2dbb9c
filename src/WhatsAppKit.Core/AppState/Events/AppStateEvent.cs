using WhatsAppKit.Core.Session.Events;

namespace WhatsAppKit.Core.AppState;

/// <summary>
/// Another device of the account changed something that all its devices share; what this device changes comes back the same way.
/// Many changes at once are told in one <see cref="AppStateSynced"/>, which holds what would be raised one by one.
/// </summary>
public abstract record AppStateEvent : WhatsAppEvent
{
    /// <summary>Whether it was set, or taken away.</summary>
    public AppStateOperation Operation { get; init; }

    /// <summary>True while this device learns what is there, for the first time or anew: it may have been so for long.</summary>
    public bool FromFullSync { get; init; }

    /// <summary>When the device that changed it did so, by that device's clock; null when it does not say.</summary>
    public DateTimeOffset? Timestamp { get; init; }
}

/// <summary>What happened to an entry.</summary>
public enum AppStateOperation
{
    /// <summary>It is there, and says this now.</summary>
    Set,

    /// <summary>It is gone; what the event says is what the removal still tells of it.</summary>
    Remove,
}
