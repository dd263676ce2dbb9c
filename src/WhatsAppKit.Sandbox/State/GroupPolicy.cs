namespace WhatsAppKit.Sandbox.State;

/// <summary>Who may do what in a group, and what kind of group it is. It is stored as it stands.</summary>
internal sealed class GroupPolicy
{
    public bool IsAnnouncement { get; set; }

    public bool IsLocked { get; set; }

    public bool AllMayAdd { get; set; } = true;

    public bool NeedsApproval { get; set; }

    /// <summary>Seconds until messages disappear; 0 for never.</summary>
    public long Lifetime { get; set; }

    public bool IsCommunity { get; set; }

    /// <summary>In a community: whether its groups let people in on request only.</summary>
    public bool ChildrenNeedApproval { get; set; }

    /// <summary>In a community: whether members who are no administrators may make groups in it.</summary>
    public bool MembersMayCreate { get; set; }

    /// <summary>The id of the community the group is in; null for none.</summary>
    public string? Parent { get; set; }

    /// <summary>True for the group of its community's announcements.</summary>
    public bool IsAnnouncements { get; set; }
}

/// <summary>A group's description; its writer by number.</summary>
internal sealed record GroupText(string Id, string Text, long At, string By);

/// <summary>A picture as it was set, under an id of its own.</summary>
internal sealed record Picture(string Id, byte[] Jpeg);
