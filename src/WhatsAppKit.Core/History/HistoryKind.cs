namespace WhatsAppKit.Core.History;

/// <summary>What a part of the history is about.</summary>
public enum HistoryKind
{
    /// <summary>The chats that stand on top, with a few messages each: the first part after pairing.</summary>
    InitialBootstrap = 0,

    /// <summary>Status updates.</summary>
    Status = 1,

    /// <summary>Everything the phone has.</summary>
    Full = 2,

    /// <summary>The last months, in several parts.</summary>
    Recent = 3,

    /// <summary>The names people chose.</summary>
    Names = 4,

    /// <summary>Calls, former members of groups and the like.</summary>
    Other = 5,

    /// <summary>The answer to <see cref="HistoryService.RequestAsync"/>.</summary>
    OnDemand = 6,

    /// <summary>The phone has no history.</summary>
    None = 7,

    /// <summary>Whether this device may read all messages on the phone.</summary>
    Access = 8,
}
