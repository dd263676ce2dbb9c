using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Session.Events;

namespace WhatsAppKit.Core.Calls;

/// <summary>Where a call stands.</summary>
public enum CallStatus
{
    /// <summary>It rings.</summary>
    Ringing,

    /// <summary>Another device of this account took it.</summary>
    AnsweredElsewhere,

    /// <summary>Another device of this account refused it.</summary>
    RejectedElsewhere,

    /// <summary>It rang until the caller gave up.</summary>
    Missed,

    /// <summary>It is over; <see cref="CallChanged.Reason"/> may say why.</summary>
    Ended,
}

/// <summary>Somebody calls this account, or a call goes on or ends. This library can refuse calls, not take them.</summary>
public sealed record CallChanged : WhatsAppEvent
{
    /// <summary>The call's id.</summary>
    public required string Id { get; init; }

    /// <summary>Who calls, without device, addressed as in the call.</summary>
    public required Jid Caller { get; init; }

    /// <summary>The caller's phone number, where the call tells it beside a LID.</summary>
    public Jid? CallerPhone { get; init; }

    /// <summary>The group that is called; null for none.</summary>
    public Jid? Group { get; init; }

    /// <summary>Where the call stands.</summary>
    public required CallStatus Status { get; init; }

    /// <summary>True for a video call; what only the first stanza says is remembered for five minutes.</summary>
    public bool IsVideo { get; init; }

    /// <summary>True for a call with several people.</summary>
    public bool IsGroup { get; init; }

    /// <summary>The server's word for why it ended, such as <c>timeout</c>; null for none.</summary>
    public string? Reason { get; init; }

    /// <summary>When, by the server's clock.</summary>
    public DateTimeOffset Timestamp { get; init; }

    /// <summary>True when it happened while this device was away.</summary>
    public bool IsOffline { get; init; }
}
