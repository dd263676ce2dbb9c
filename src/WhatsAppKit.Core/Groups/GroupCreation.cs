using WhatsAppKit.Core.Binary;

namespace WhatsAppKit.Core.Groups;

/// <summary>A group that is to be made.</summary>
/// <param name="Subject">Its name, not empty.</param>
public sealed record GroupCreation(string Subject)
{
    /// <summary>Whom to add, by phone number or LID; this account is in it anyway.</summary>
    public IReadOnlyList<Jid> Participants { get; init; } = [];

    /// <summary>Who may add members. Default: everybody.</summary>
    public GroupMemberAddMode MemberAddMode { get; init; } = GroupMemberAddMode.Everybody;

    /// <summary>True when only administrators may send messages.</summary>
    public bool IsAnnouncement { get; init; }

    /// <summary>True when only administrators may change name, description, picture and timer.</summary>
    public bool IsLocked { get; init; }

    /// <summary>How long messages stay; WhatsApp takes 1, 7 and 90 days. Null: they stay for good.</summary>
    public TimeSpan? MessageLifetime { get; init; }

    /// <summary>True when an administrator must let in whoever comes by link.</summary>
    public bool NeedsApproval { get; init; }

    /// <summary>The community the group is for; this account administrates it. Null for none.</summary>
    public Jid? Community { get; init; }
}

/// <summary>A community that is to be made. The server makes its group for announcements with it.</summary>
/// <param name="Subject">Its name, not empty.</param>
public sealed record CommunityCreation(string Subject)
{
    /// <summary>What it is for; null for nothing.</summary>
    public string? Description { get; init; }

    /// <summary>True when groups in it let people in on request only. Default: true, as the official clients make them.</summary>
    public bool LinkedGroupsNeedApproval { get; init; } = true;

    /// <summary>True when members who are no administrators may make groups in it. Default: true.</summary>
    public bool MembersMayCreateGroups { get; init; } = true;

    /// <summary>True to make a group for general talk as well. Default: true.</summary>
    public bool WithGeneralChat { get; init; } = true;
}
