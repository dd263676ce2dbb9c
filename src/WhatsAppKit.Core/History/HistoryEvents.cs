using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Session.Events;

namespace WhatsAppKit.Core.History;

/// <summary>
/// Messages of the past. They may come again, here or by themselves: chat, id and sender tell. Messages of one chat follow
/// one another, in the phone's order: the newest first.
/// </summary>
/// <param name="Kind">The part's kind.</param>
/// <param name="ChunkOrder">The part's place among those of its kind; parts may come out of order.</param>
/// <param name="Messages">At most <see cref="HistoryOptions.BatchSize"/>.</param>
public sealed record HistoryReceived(HistoryKind Kind, int ChunkOrder, IReadOnlyList<HistoryMessage> Messages) : WhatsAppEvent
{
    /// <summary>What <see cref="HistoryService.RequestAsync"/> or <see cref="HistoryService.RequestFullAsync"/> named the request; null when nobody asked.</summary>
    public string? RequestId { get; init; }
}

/// <summary>Chats as the phone shows them.</summary>
/// <param name="Kind">The part's kind.</param>
/// <param name="Chats">At most <see cref="HistoryOptions.BatchSize"/>.</param>
public sealed record HistoryChatsReceived(HistoryKind Kind, IReadOnlyList<HistoryChat> Chats) : WhatsAppEvent;

/// <summary>Names of people.</summary>
/// <param name="Names">At most <see cref="HistoryOptions.BatchSize"/>.</param>
public sealed record HistoryNamesReceived(IReadOnlyList<HistoryName> Names) : WhatsAppEvent;

/// <summary>A name of a person.</summary>
/// <param name="Person">The person.</param>
/// <param name="PushName">The name the person chose; null when not told.</param>
/// <param name="VerifiedName">The name of a business that WhatsApp verified; null when not told.</param>
public sealed record HistoryName(Jid Person, string? PushName, string? VerifiedName);

/// <summary>Calls of the past.</summary>
/// <param name="Calls">At most <see cref="HistoryOptions.BatchSize"/>.</param>
public sealed record HistoryCallsReceived(IReadOnlyList<HistoryCall> Calls) : WhatsAppEvent;

/// <summary>A call of the past.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Caller">Who called; null when not told.</param>
/// <param name="Group">The group that was called; null for a person.</param>
/// <param name="Result">How it ended.</param>
/// <param name="IsIncoming">True when others called this account.</param>
/// <param name="IsVideo">True for a video call.</param>
/// <param name="StartedAt">When it began; null when not told.</param>
/// <param name="Duration">How long it lasted.</param>
/// <param name="Participants">Who took part or was called.</param>
public sealed record HistoryCall(
    string Id,
    Jid? Caller,
    Jid? Group,
    HistoryCallResult Result,
    bool IsIncoming,
    bool IsVideo,
    DateTimeOffset? StartedAt,
    TimeSpan Duration,
    IReadOnlyList<Jid> Participants);

/// <summary>How a call of the past ended.</summary>
public enum HistoryCallResult
{
    /// <summary>People talked.</summary>
    Connected = 0,

    /// <summary>It was refused.</summary>
    Rejected = 1,

    /// <summary>The caller gave up.</summary>
    Cancelled = 2,

    /// <summary>Another device took it.</summary>
    AcceptedElsewhere = 3,

    /// <summary>Nobody took it.</summary>
    Missed = 4,

    /// <summary>It was not valid.</summary>
    Invalid = 5,

    /// <summary>The other side could not be reached.</summary>
    Unavailable = 6,

    /// <summary>It is still to come.</summary>
    Upcoming = 7,

    /// <summary>It failed.</summary>
    Failed = 8,

    /// <summary>It was abandoned.</summary>
    Abandoned = 9,

    /// <summary>It goes on.</summary>
    Ongoing = 10,
}

/// <summary>Former members of a group.</summary>
/// <param name="Group">The group.</param>
/// <param name="Members">Who left or was removed.</param>
public sealed record HistoryPastMembersReceived(Jid Group, IReadOnlyList<HistoryPastMember> Members) : WhatsAppEvent;

/// <summary>A former member of a group.</summary>
/// <param name="Person">The person.</param>
/// <param name="WasRemoved">True when somebody removed the person, false when the person left.</param>
/// <param name="At">When; null when not told.</param>
public sealed record HistoryPastMember(Jid Person, bool WasRemoved, DateTimeOffset? At);

/// <summary>Settings of the account, as the phone had them when the history was packed.</summary>
/// <param name="UnarchivesOnMessage">True when a new message brings a chat out of the archive; null when not told.</param>
/// <param name="DefaultTimer">How long messages stay in new chats; null for good, or when not told.</param>
/// <param name="TellsKeyChanges">True when the phone shows that somebody has new keys; null when not told.</param>
/// <param name="LidMigration">When the account's chats moved to LIDs; null when they did not, or when not told.</param>
public sealed record HistorySettingsReceived(
    bool? UnarchivesOnMessage, TimeSpan? DefaultTimer, bool? TellsKeyChanges, DateTimeOffset? LidMigration) : WhatsAppEvent;

/// <summary>A part of the history was read to its end.</summary>
/// <param name="Kind">The part's kind.</param>
/// <param name="ChunkOrder">The part's place among those of its kind.</param>
/// <param name="Percentage">How much of the history has come, as the phone says: 0 to 100; null when not told.</param>
/// <param name="Messages">How many messages were raised.</param>
/// <param name="PassedOver">How many were passed over: too old, too many, too large or malformed.</param>
public sealed record HistoryProgress(HistoryKind Kind, int ChunkOrder, int? Percentage, int Messages, int PassedOver) : WhatsAppEvent
{
    /// <summary>What the request was named; null when nobody asked.</summary>
    public string? RequestId { get; init; }

    /// <summary>True when nothing more comes by itself: the last months are complete, or there is no history.</summary>
    public bool IsComplete => Kind == HistoryKind.None || (Kind is HistoryKind.Recent or HistoryKind.Full && Percentage == 100);
}

/// <summary>A part of the history could not be read, and the phone was asked in vain to send it again.</summary>
/// <param name="Kind">The part's kind.</param>
/// <param name="ChunkOrder">The part's place among those of its kind.</param>
/// <param name="Reason">A sentence about the cause.</param>
public sealed record HistoryFailed(HistoryKind Kind, int ChunkOrder, string Reason) : WhatsAppEvent;

/// <summary>The phone told whether this device may read all of its messages.</summary>
/// <param name="IsComplete">True when it may.</param>
public sealed record HistoryAccessChanged(bool IsComplete) : WhatsAppEvent;
