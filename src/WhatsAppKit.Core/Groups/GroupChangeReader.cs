using WhatsAppKit.Core.Binary;

namespace WhatsAppKit.Core.Groups;

/// <summary>Reads what the server tells about changes of groups. What it has no name for is told as it came, never refused.</summary>
internal static class GroupChangeReader
{
    /// <summary>What one child of a notification says.</summary>
    /// <param name="group">The group it is about.</param>
    /// <param name="notification">The notification.</param>
    /// <param name="child">The child.</param>
    /// <param name="at">When.</param>
    public static GroupEvent Read(Jid group, BinaryNode notification, BinaryNode child, DateTimeOffset at)
    {
        var actor = notification.Jid("participant")?.ToUser();
        GroupEvent change = child.Tag switch
        {
            "add" or "leave" or "remove" or "promote" or "demote" => Members(group, child, actor, at),
            "modify" => new GroupMemberNumberChanged(group, People(child), actor, at),
            "subject" => new GroupSubjectChanged(
                group, child["subject"] ?? "", actor ?? child.Jid("s_o")?.ToUser(), UnixTime.FromSeconds(child.Number("s_t")) ?? at),
            "description" => new GroupDescriptionChanged(group, Description(child, actor, at), actor, at),
            "announcement" or "not_announcement" => new GroupAnnouncementChanged(group, child.Tag == "announcement", actor, at),
            "locked" or "unlocked" => new GroupLockChanged(group, child.Tag == "locked", actor, at),
            "ephemeral" or "not_ephemeral" => new GroupMessageLifetimeChanged(
                group, child.Tag == "ephemeral" ? GroupReader.Lifetime(child) : null, actor, at),
            "member_add_mode" => new GroupMemberAddModeChanged(group, GroupReader.AddMode(child), actor, at),
            "membership_approval_mode" => new GroupApprovalChanged(group, GroupReader.NeedsApproval(child), actor, at),
            "invite" => new GroupInviteLinkChanged(group, child["code"] ?? "", actor, at),
            "created_membership_requests" => new GroupJoinRequested(group, PeopleOr(child, actor), child["request_method"], actor, at),
            "revoked_membership_requests" => Ended(group, PeopleOr(child, actor), notification, actor, at),
            "link" or "unlink" => new CommunityLinkChanged(
                group, child.Tag == "link", Relation(child["link_type"] ?? child["unlink_type"]), LinkedGroup.ReadAll(child), child["unlink_reason"], actor, at),
            "delete" => new GroupDeleted(group, child["reason"], actor, at),
            "suspended" or "unsuspended" => new GroupSuspensionChanged(group, child.Tag == "suspended", actor, at),
            _ => new GroupChangedOtherwise(group, child, actor, at),
        };
        return change with { ActorPhone = notification.Jid("participant_pn")?.ToUser() };
    }

    /// <summary>A change of members as a request or a notification names it.</summary>
    public static GroupParticipantsChanged Members(Jid group, BinaryNode child, Jid? actor, DateTimeOffset at)
    {
        var members = GroupReader.Participants(child);
        var change = child.Tag switch
        {
            "add" => GroupChange.Added,
            "promote" => GroupChange.Promoted,
            "demote" => GroupChange.Demoted,
            "leave" => GroupChange.Left,
            _ => members is [var single] && actor is { } by && single.Is(by) ? GroupChange.Left : GroupChange.Removed,
        };
        return new GroupParticipantsChanged(group, change, [.. members.Select(member => member.Jid)], actor, at)
        {
            ByInviteLink = child["reason"] == "invite",
            Members = members,
            Version = (child["prev_v_id"], child["v_id"]),
        };
    }

    private static GroupDescription? Description(BinaryNode child, Jid? actor, DateTimeOffset at) =>
        child.Child("delete") is null && child["delete"] is null && GroupReader.Description(child) is { } description
            ? description with { ChangedBy = description.ChangedBy ?? actor, ChangedAt = description.ChangedAt ?? at }
            : null;

    private static GroupJoinRequestEnded Ended(Jid group, IReadOnlyList<Jid> people, BinaryNode notification, Jid? actor, DateTimeOffset at)
    {
        var isOwn = people is [var single] && (single == actor || single == notification.Jid("participant_pn")?.ToUser());
        return new GroupJoinRequestEnded(group, people, isOwn, actor, at);
    }

    private static Jid[] PeopleOr(BinaryNode child, Jid? actor) =>
        People(child) is { Length: > 0 } people ? people : actor is { } single ? [single] : [];

    private static Jid[] People(BinaryNode child) => [.. GroupReader.Participants(child).Select(person => person.Jid)];

    private static GroupRelation Relation(string? type) => type switch
    {
        "parent_group" => GroupRelation.Parent,
        "sub_group" => GroupRelation.Child,
        "sibling_group" => GroupRelation.Sibling,
        _ => GroupRelation.Unknown,
    };
}
