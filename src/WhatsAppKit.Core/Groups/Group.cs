using WhatsAppKit.Core.Binary;

namespace WhatsAppKit.Core.Groups;

/// <summary>A group or a community as the server describes it.</summary>
public sealed record Group
{
    /// <summary>The group's address.</summary>
    public required Jid Jid { get; init; }

    /// <summary>Its name.</summary>
    public required string Subject { get; init; }

    /// <summary>How its members are addressed.</summary>
    public required GroupAddressing Addressing { get; init; }

    /// <summary>Everybody in it, in the server's order. Of some announcement groups the server lists only a part.</summary>
    public required IReadOnlyList<GroupParticipant> Participants { get; init; }

    /// <summary>Who chose the name, when known.</summary>
    public Jid? SubjectChangedBy { get; init; }

    /// <summary>When the name was chosen, when known.</summary>
    public DateTimeOffset? SubjectChangedAt { get; init; }

    /// <summary>The description; null when there is none.</summary>
    public GroupDescription? Description { get; init; }

    /// <summary>Who made it, when known.</summary>
    public Jid? Creator { get; init; }

    /// <summary>The maker's phone-number address, when told.</summary>
    public Jid? CreatorPhone { get; init; }

    /// <summary>The country of the maker's number as two letters, when told.</summary>
    public string? CreatorCountry { get; init; }

    /// <summary>When it was made, when known.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>How many members it has; it may exceed those listed.</summary>
    public int Size { get; init; }

    /// <summary>How long messages stay before they disappear; null when they stay.</summary>
    public TimeSpan? MessageLifetime { get; init; }

    /// <summary>True when only administrators may send messages.</summary>
    public bool IsAnnouncement { get; init; }

    /// <summary>True when only administrators may change name, description, picture and timer.</summary>
    public bool IsLocked { get; init; }

    /// <summary>Who may add members.</summary>
    public GroupMemberAddMode MemberAddMode { get; init; }

    /// <summary>True when an administrator must let in whoever comes by link.</summary>
    public bool NeedsApproval { get; init; }

    /// <summary>True when members do not see each other.</summary>
    public bool IsIncognito { get; init; }

    /// <summary>True when WhatsApp has suspended the group.</summary>
    public bool IsSuspended { get; init; }

    /// <summary>True when this is a community: the parent of groups.</summary>
    public bool IsCommunity { get; init; }

    /// <summary>True when groups linked to this community let people in on request only, unless they say otherwise.</summary>
    public bool LinkedGroupsNeedApproval { get; init; }

    /// <summary>The community this group belongs to; null for none.</summary>
    public Jid? Community { get; init; }

    /// <summary>True for the group of a community that everybody in it is in: its announcements.</summary>
    public bool IsCommunityAnnouncements { get; init; }

    /// <summary>Who could not be added when the group was made, and why; empty in other descriptions.</summary>
    public IReadOnlyList<ParticipantResult> NotAdded { get; init; } = [];

    /// <summary>The server's mark of the list of members, when told: each change has the mark before and after it.</summary>
    internal string? ParticipantVersion { get; init; }
}

/// <summary>A group's description.</summary>
/// <param name="Id">Its id, which the next change names.</param>
/// <param name="Text">What it says.</param>
public sealed record GroupDescription(string Id, string Text)
{
    /// <summary>Who wrote it, when known.</summary>
    public Jid? ChangedBy { get; init; }

    /// <summary>When it was written, when known.</summary>
    public DateTimeOffset? ChangedAt { get; init; }
}

/// <summary>Somebody in a group.</summary>
/// <param name="Jid">The address in the group's own form, without device.</param>
/// <param name="Alternate">The same person in the other form, when the server tells it.</param>
/// <param name="Role">What the person may do.</param>
public sealed record GroupParticipant(Jid Jid, Jid? Alternate, GroupRole Role)
{
    /// <summary>What the server shows in place of the number of somebody who stays anonymous.</summary>
    public string? DisplayName { get; init; }

    /// <summary>The person's user name, when told.</summary>
    public string? Username { get; init; }

    /// <summary>The phone-number address, when known.</summary>
    public Jid? Phone => Jid.IsPhoneNumber ? Jid : Alternate is { IsPhoneNumber: true } ? Alternate : null;

    /// <summary>The LID, when known.</summary>
    public Jid? Lid => Jid.IsLid ? Jid : Alternate is { IsLid: true } ? Alternate : null;

    /// <summary>True for an administrator, the maker of the group included.</summary>
    public bool IsAdmin => Role is GroupRole.Admin or GroupRole.SuperAdmin;

    internal bool Is(Jid person) => Jid == person || Alternate == person;
}

/// <summary>What somebody may do in a group.</summary>
public enum GroupRole
{
    /// <summary>An ordinary member.</summary>
    Member,

    /// <summary>An administrator.</summary>
    Admin,

    /// <summary>Who made the group; cannot be removed or demoted.</summary>
    SuperAdmin,
}

/// <summary>How the members of a group are addressed.</summary>
public enum GroupAddressing
{
    /// <summary>By phone number.</summary>
    PhoneNumber,

    /// <summary>By privacy identifier (LID).</summary>
    Lid,
}

/// <summary>Who may add members to a group.</summary>
public enum GroupMemberAddMode
{
    /// <summary>Administrators.</summary>
    Admins,

    /// <summary>Every member.</summary>
    Everybody,
}
