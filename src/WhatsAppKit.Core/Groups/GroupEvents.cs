using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Session.Events;

namespace WhatsAppKit.Core.Groups;

/// <summary>This account came into a group: it was made with it, it was added, or it joined.</summary>
/// <param name="Group">The group as it is now.</param>
/// <param name="Actor">Who did it, when told.</param>
/// <param name="Timestamp">When, by the server's clock.</param>
public sealed record GroupJoined(Group Group, Jid? Actor, DateTimeOffset Timestamp) : WhatsAppEvent
{
    /// <summary>True when this account came by an invite link.</summary>
    public bool ByInviteLink { get; init; }

    /// <summary>The id of the request that made the group, when it is new and the server tells it.</summary>
    public string? CreationId { get; init; }
}

/// <summary>Something happened in a group.</summary>
/// <param name="Group">The group.</param>
/// <param name="Actor">Who did it, when told.</param>
/// <param name="Timestamp">When, by the server's clock.</param>
public abstract record GroupEvent(Jid Group, Jid? Actor, DateTimeOffset Timestamp) : WhatsAppEvent
{
    /// <summary>The phone-number address of who did it, when told beside the LID.</summary>
    public Jid? ActorPhone { get; init; }
}

/// <summary>The members of a group changed.</summary>
/// <param name="Group">The group.</param>
/// <param name="Change">What happened.</param>
/// <param name="Participants">Whom it happened to, without devices.</param>
/// <param name="Actor">Who did it, when told.</param>
/// <param name="Timestamp">When, by the server's clock.</param>
public sealed record GroupParticipantsChanged(
    Jid Group, GroupChange Change, IReadOnlyList<Jid> Participants, Jid? Actor, DateTimeOffset Timestamp) : GroupEvent(Group, Actor, Timestamp)
{
    /// <summary>True when they came by an invite link.</summary>
    public bool ByInviteLink { get; init; }

    /// <summary>The same people, with all that is told of each.</summary>
    public IReadOnlyList<GroupParticipant> Members { get; init; } = [];

    /// <summary>The server's mark of the list before and after the change, where it tells them.</summary>
    internal (string? Before, string? After) Version { get; init; }
}

/// <summary>What happened to members of a group.</summary>
public enum GroupChange
{
    /// <summary>They came in.</summary>
    Added,

    /// <summary>They were removed by somebody else.</summary>
    Removed,

    /// <summary>They went by themselves.</summary>
    Left,

    /// <summary>They became administrators.</summary>
    Promoted,

    /// <summary>They are no administrators any more.</summary>
    Demoted,
}

/// <summary>A member has another phone number.</summary>
/// <param name="Group">The group.</param>
/// <param name="Former">The addresses that are not theirs any more.</param>
/// <param name="Actor">The address now, when told.</param>
/// <param name="Timestamp">When, by the server's clock.</param>
public sealed record GroupMemberNumberChanged(Jid Group, IReadOnlyList<Jid> Former, Jid? Actor, DateTimeOffset Timestamp)
    : GroupEvent(Group, Actor, Timestamp);

/// <summary>A group has another name.</summary>
/// <param name="Group">The group.</param>
/// <param name="Subject">The name.</param>
/// <param name="Actor">Who chose it, when told.</param>
/// <param name="Timestamp">When, by the server's clock.</param>
public sealed record GroupSubjectChanged(Jid Group, string Subject, Jid? Actor, DateTimeOffset Timestamp) : GroupEvent(Group, Actor, Timestamp);

/// <summary>A group has another description.</summary>
/// <param name="Group">The group.</param>
/// <param name="Description">The description; null when it was taken away.</param>
/// <param name="Actor">Who wrote it, when told.</param>
/// <param name="Timestamp">When, by the server's clock.</param>
public sealed record GroupDescriptionChanged(Jid Group, GroupDescription? Description, Jid? Actor, DateTimeOffset Timestamp)
    : GroupEvent(Group, Actor, Timestamp);

/// <summary>Only administrators may send messages now, or everybody may again.</summary>
/// <param name="Group">The group.</param>
/// <param name="IsOn">True when only administrators may.</param>
/// <param name="Actor">Who did it, when told.</param>
/// <param name="Timestamp">When, by the server's clock.</param>
public sealed record GroupAnnouncementChanged(Jid Group, bool IsOn, Jid? Actor, DateTimeOffset Timestamp) : GroupEvent(Group, Actor, Timestamp);

/// <summary>Only administrators may change what the group is called and looks like now, or everybody may again.</summary>
/// <param name="Group">The group.</param>
/// <param name="IsOn">True when only administrators may.</param>
/// <param name="Actor">Who did it, when told.</param>
/// <param name="Timestamp">When, by the server's clock.</param>
public sealed record GroupLockChanged(Jid Group, bool IsOn, Jid? Actor, DateTimeOffset Timestamp) : GroupEvent(Group, Actor, Timestamp);

/// <summary>Messages in a group disappear after another time.</summary>
/// <param name="Group">The group.</param>
/// <param name="Lifetime">How long new messages stay; null when they stay for good.</param>
/// <param name="Actor">Who did it, when told.</param>
/// <param name="Timestamp">When, by the server's clock.</param>
public sealed record GroupMessageLifetimeChanged(Jid Group, TimeSpan? Lifetime, Jid? Actor, DateTimeOffset Timestamp)
    : GroupEvent(Group, Actor, Timestamp);

/// <summary>Others may add members now.</summary>
/// <param name="Group">The group.</param>
/// <param name="Mode">Who may.</param>
/// <param name="Actor">Who did it, when told.</param>
/// <param name="Timestamp">When, by the server's clock.</param>
public sealed record GroupMemberAddModeChanged(Jid Group, GroupMemberAddMode Mode, Jid? Actor, DateTimeOffset Timestamp)
    : GroupEvent(Group, Actor, Timestamp);

/// <summary>Whoever comes by link must be let in now, or need not any more.</summary>
/// <param name="Group">The group.</param>
/// <param name="IsOn">True when an administrator must let people in.</param>
/// <param name="Actor">Who did it, when told.</param>
/// <param name="Timestamp">When, by the server's clock.</param>
public sealed record GroupApprovalChanged(Jid Group, bool IsOn, Jid? Actor, DateTimeOffset Timestamp) : GroupEvent(Group, Actor, Timestamp);

/// <summary>A group has another invite link; the one before leads nowhere.</summary>
/// <param name="Group">The group.</param>
/// <param name="Code">The new link's code; empty when it is not told.</param>
/// <param name="Actor">Who did it, when told.</param>
/// <param name="Timestamp">When, by the server's clock.</param>
public sealed record GroupInviteLinkChanged(Jid Group, string Code, Jid? Actor, DateTimeOffset Timestamp) : GroupEvent(Group, Actor, Timestamp)
{
    /// <summary>The group alone: whoever has the code can join.</summary>
    public override string ToString() => $"{nameof(GroupInviteLinkChanged)} {{ {Group} }}";
}

/// <summary>People ask to be let in. Administrators are told.</summary>
/// <param name="Group">The group.</param>
/// <param name="People">Who asks.</param>
/// <param name="Method">How they came: <c>invite_link</c>, <c>linked_group_join</c>, <c>non_admin_add</c>; null when not told.</param>
/// <param name="Actor">Who asked for them, when told.</param>
/// <param name="Timestamp">When, by the server's clock.</param>
public sealed record GroupJoinRequested(Jid Group, IReadOnlyList<Jid> People, string? Method, Jid? Actor, DateTimeOffset Timestamp)
    : GroupEvent(Group, Actor, Timestamp);

/// <summary>People do not ask to be let in any more.</summary>
/// <param name="Group">The group.</param>
/// <param name="People">Who asked.</param>
/// <param name="IsWithdrawn">True when they took it back, false when an administrator refused.</param>
/// <param name="Actor">Who did it, when told.</param>
/// <param name="Timestamp">When, by the server's clock.</param>
public sealed record GroupJoinRequestEnded(Jid Group, IReadOnlyList<Jid> People, bool IsWithdrawn, Jid? Actor, DateTimeOffset Timestamp)
    : GroupEvent(Group, Actor, Timestamp);

/// <summary>A group was put into a community or taken out. Both, and the other groups of the community, are told.</summary>
/// <param name="Group">Who is told.</param>
/// <param name="IsLinked">False when the other one was taken out.</param>
/// <param name="Relation">What the other one is, seen from <paramref name="Group"/>.</param>
/// <param name="Others">The other groups.</param>
/// <param name="Reason">Why it was taken out, in the server's words; null when not told.</param>
/// <param name="Actor">Who did it, when told.</param>
/// <param name="Timestamp">When, by the server's clock.</param>
public sealed record CommunityLinkChanged(
    Jid Group, bool IsLinked, GroupRelation Relation, IReadOnlyList<LinkedGroup> Others, string? Reason, Jid? Actor, DateTimeOffset Timestamp)
    : GroupEvent(Group, Actor, Timestamp);

/// <summary>What one group of a community is to another.</summary>
public enum GroupRelation
{
    /// <summary>A relation this version does not know.</summary>
    Unknown,

    /// <summary>The community.</summary>
    Parent,

    /// <summary>A group in the community.</summary>
    Child,

    /// <summary>Another group in the same community.</summary>
    Sibling,
}

/// <summary>A group was deleted.</summary>
/// <param name="Group">The group.</param>
/// <param name="Reason">Why, in the server's words; null when not told.</param>
/// <param name="Actor">Who did it, when told.</param>
/// <param name="Timestamp">When, by the server's clock.</param>
public sealed record GroupDeleted(Jid Group, string? Reason, Jid? Actor, DateTimeOffset Timestamp) : GroupEvent(Group, Actor, Timestamp);

/// <summary>WhatsApp suspended a group, or released it.</summary>
/// <param name="Group">The group.</param>
/// <param name="IsSuspended">True when it is suspended.</param>
/// <param name="Actor">Who did it, when told.</param>
/// <param name="Timestamp">When, by the server's clock.</param>
public sealed record GroupSuspensionChanged(Jid Group, bool IsSuspended, Jid? Actor, DateTimeOffset Timestamp) : GroupEvent(Group, Actor, Timestamp);

/// <summary>Something happened in a group that this version has no name for.</summary>
/// <param name="Group">The group.</param>
/// <param name="Node">What the server said.</param>
/// <param name="Actor">Who did it, when told.</param>
/// <param name="Timestamp">When, by the server's clock.</param>
public sealed record GroupChangedOtherwise(Jid Group, BinaryNode Node, Jid? Actor, DateTimeOffset Timestamp) : GroupEvent(Group, Actor, Timestamp);
