using WhatsAppKit.Core.Binary;
using WhatsAppKit.Sandbox.State;
using Group = WhatsAppKit.Sandbox.State.Group;

namespace WhatsAppKit.Sandbox.Stanzas;

/// <summary>Communities and the groups in them.</summary>
internal sealed class CommunityAnswers(GroupDesk desk)
{
    private const int MaxSubject = 100;
    private const string GeneralChat = "General";

    /// <summary>Makes a community, the group of its announcements, and one for general talk where that is asked for.</summary>
    public Task<BinaryNode> CreateAsync(Device sender, BinaryNode iq, BinaryNode create) => desk.RunAsync(iq, (now, notices) =>
    {
        if (create["subject"] is not { Length: > 0 and <= MaxSubject } subject)
        {
            return Nodes.Error(iq, 406, "not-acceptable");
        }

        var community = desk.Found(sender.Account, subject, now);
        community.Policy.IsCommunity = true;
        community.Policy.ChildrenNeedApproval = create.Child("parent")?["default_membership_approval_mode"] == "request_required";
        community.Policy.MembersMayCreate = create.Child("allow_non_admin_sub_group_creation") is not null;
        if (create.Child("description") is { } description && description.Child("body")?.Text is { Length: > 0 } text)
        {
            community.Description = new GroupText(description["id"] ?? GroupDoor.NewCode(), text, now, sender.Account.Number);
        }

        var announcements = Child(community, sender, subject, now);
        announcements.Policy.IsAnnouncement = true;
        announcements.Policy.IsAnnouncements = true;
        var all = new List<Group> { community, announcements };
        if (create.Child("create_general_chat") is not null)
        {
            all.Add(Child(community, sender, GeneralChat, now));
        }

        foreach (var group in all)
        {
            notices.To(group, group.Devices, GroupShapes.Notice(group, sender, now, GroupShapes.Created(group, create["key"], null)));
        }

        return Nodes.Result(iq, GroupShapes.Describe(community));
    });

    public BinaryNode Groups(Device sender, BinaryNode iq) => desk.Ask(sender, iq, step => !step.Group.Policy.IsCommunity
        ? Nodes.Error(iq, 404, "item-not-found")
        : Nodes.Result(iq, new BinaryNode("sub_groups", null, [.. desk.Groups.In(step.Group).Select(GroupShapes.Linked)])));

    public BinaryNode Participants(Device sender, BinaryNode iq) => desk.Ask(sender, iq, step => Nodes.Result(iq, new BinaryNode(
        "linked_groups_participants",
        null,
        [.. desk.Groups.In(step.Group).Append(step.Group).SelectMany(group => group.Members).Select(member => member.Account).Distinct()
            .Select(account => GroupShapes.Participant(step.Group, account))])));

    public Task<BinaryNode> LinkAsync(Device sender, BinaryNode iq, BinaryNode change) => desk.AdministrateAsync(sender, iq, step =>
    {
        var isLink = change.Tag == "links";
        var carrier = isLink ? change.Child("link") : change;
        if (!step.Group.Policy.IsCommunity || carrier?[isLink ? "link_type" : "unlink_type"] != "sub_group")
        {
            return Nodes.Error(iq, 400, "bad-request");
        }

        BinaryNode[] results = [.. carrier.ChildrenOf("group").Select(node => Link(step, node, isLink))];
        var answer = new BinaryNode(carrier.Tag, [.. carrier.Attributes], results);
        return isLink ? new BinaryNode("links", null, answer) : answer;
    });

    /// <summary>Tells a community and a group that they belong together, or no longer.</summary>
    public static void TellLink(GroupNotices notices, Device actor, long now, Group community, Group group, string tag, string? reason)
    {
        Tell(community, group, "sub_group");
        Tell(group, community, "parent_group");

        void Tell(Group told, Group other, string type)
        {
            NodeAttribute[] attributes = tag == "link" ? [("link_type", type)] : [("unlink_type", type), ("unlink_reason", reason)];
            notices.To(told, told.Devices, GroupShapes.Notice(told, actor, now, new BinaryNode(tag, attributes, GroupShapes.Linked(other))));
        }
    }

    private Group Child(Group community, Device sender, string subject, long now)
    {
        var group = desk.Found(sender.Account, subject, now);
        group.Policy.Parent = community.Id;
        return group;
    }

    private BinaryNode Link(GroupStep step, BinaryNode node, bool isLink)
    {
        var group = desk.Groups.Find(node.Jid("jid") ?? default);
        int? error = group is null ? 404
            : group.Find(step.Sender.Account) is not { IsAdmin: true } ? 403
            : isLink ? (group.Policy.Parent is not null || group.Policy.IsCommunity ? 409 : null)
            : group.Policy.Parent != step.Group.Id || group.Policy.IsAnnouncements ? 406 : null;
        if (error is { } code)
        {
            return node.With(("error", Nodes.Text(code)));
        }

        group!.Policy.Parent = isLink ? step.Group.Id : null;
        TellLink(step.Notices, step.Sender, step.Now, step.Group, group, isLink ? "link" : "unlink", isLink ? null : "unlink_group");
        return new BinaryNode("group", [("jid", group.Jid)]);
    }
}
