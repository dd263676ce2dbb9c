using System.Text;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Groups;
using WhatsAppKit.Sandbox.State;
using Group = WhatsAppKit.Sandbox.State.Group;

namespace WhatsAppKit.Sandbox.Stanzas;

/// <summary>Groups as clients are told them.</summary>
internal static class GroupShapes
{
    public static BinaryNode Describe(Group group) => Describe(group, group.Members.Select(member => Participant(group, member.Account, member.Role)));

    /// <summary>A group as those who are not in it are told it.</summary>
    public static BinaryNode DescribeOutside(Group group) => Describe(group, []);

    /// <summary>A group as its relatives in a community are told it.</summary>
    public static BinaryNode Linked(Group group) => new(
        "group",
        [("id", group.Id), ("jid", group.Jid), ("subject", group.Subject), ("s_t", Nodes.Text(group.SubjectAt)), ("creation", Nodes.Text(group.CreatedAt)), ("size", Nodes.Text(group.Members.Count))],
        group.Policy.IsAnnouncements ? [new BinaryNode("default_sub_group")] : []);

    private static BinaryNode Describe(Group group, IEnumerable<BinaryNode> participants)
    {
        var isLid = group.Addressing == GroupAddressing.Lid;
        return new BinaryNode(
            "group",
            [
                ("id", group.Id),
                ("subject", group.Subject),
                ("s_t", Nodes.Text(group.SubjectAt)),
                ("s_o", group.AddressOf(group.SubjectBy)),
                ("s_o_pn", isLid ? group.SubjectBy.PhoneJid : (Jid?)null),
                ("creation", Nodes.Text(group.CreatedAt)),
                ("creator", group.AddressOf(group.Creator)),
                ("creator_pn", isLid ? group.Creator.PhoneJid : (Jid?)null),
                ("addressing_mode", group.Mode),
                ("p_v_id", Nodes.Text(group.Version)),
                ("size", Nodes.Text(group.Members.Count)),
            ],
            [.. participants, .. Settings(group)]);
    }

    private static IEnumerable<BinaryNode> Settings(Group group)
    {
        var policy = group.Policy;
        if (group.Description is { } description)
        {
            yield return Description(group, description);
        }

        yield return new BinaryNode("member_add_mode", null, Encoding.UTF8.GetBytes(policy.AllMayAdd ? "all_member_add" : "admin_add"));
        foreach (var (tag, isOn) in new[]
        {
            ("announcement", policy.IsAnnouncement), ("locked", policy.IsLocked), ("default_sub_group", policy.IsAnnouncements),
        })
        {
            if (isOn)
            {
                yield return new BinaryNode(tag);
            }
        }

        if (policy.Lifetime > 0)
        {
            yield return new BinaryNode("ephemeral", [("expiration", Nodes.Text(policy.Lifetime))]);
        }

        if (policy.NeedsApproval)
        {
            yield return new BinaryNode("membership_approval_mode", null, new BinaryNode("group_join", [("state", "on")]));
        }

        if (policy.IsCommunity)
        {
            yield return new BinaryNode("parent", [("default_membership_approval_mode", policy.ChildrenNeedApproval ? "request_required" : null)]);
        }

        if (policy.Parent is { } parent)
        {
            yield return new BinaryNode("linked_parent", [("jid", new Jid(parent, JidServer.Group))]);
        }
    }

    private static BinaryNode Description(Group group, GroupText description)
    {
        var writer = group.Members.Find(member => member.Account.Number == description.By)?.Account;
        return new BinaryNode(
            "description",
            [
                ("id", description.Id),
                ("t", Nodes.Text(description.At)),
                ("participant", writer is null ? Jid.FromPhoneNumber(description.By) : group.AddressOf(writer)),
            ],
            new BinaryNode("body", null, Encoding.UTF8.GetBytes(description.Text)));
    }

    public static BinaryNode Participant(
        Group group, Account account, GroupRole role = GroupRole.Member, int? error = null, params BinaryNode[] children)
    {
        var isLid = group.Addressing == GroupAddressing.Lid;
        return new BinaryNode(
            "participant",
            [
                ("jid", group.AddressOf(account)),
                isLid ? ("phone_number", account.PhoneJid) : ("lid", account.LidJid),
                ("type", role switch { GroupRole.Admin => "admin", GroupRole.SuperAdmin => "superadmin", _ => null }),
                ("error", error is { } code ? Nodes.Text(code) : null),
            ],
            children);
    }

    public static BinaryNode Missing(Jid jid) => new("participant", [("jid", jid), ("error", "404")]);

    /// <summary>A change of a group, as its members are told of it.</summary>
    public static BinaryNode Notice(Group group, Device actor, long now, BinaryNode change) =>
        new(
            "notification",
            [
                ("from", group.Jid),
                ("type", "w:gp2"),
                ("id", Nodes.NewId()),
                ("t", Nodes.Text(now)),
                ("participant", group.AddressOf(actor.Account)),
                ("participant_pn", group.Addressing == GroupAddressing.Lid ? actor.Account.PhoneJid : (Jid?)null),
                ("addressing_mode", group.Mode),
                ("notify", actor.PushName.Length == 0 ? actor.Account.Number : actor.PushName),
            ],
            change);

    /// <summary>A change of members, between two versions of the list.</summary>
    public static BinaryNode MemberChange(Group group, string change, string? reason, IEnumerable<BinaryNode> participants) => new(
        change,
        [("reason", reason), ("prev_v_id", Nodes.Text(group.Version - 1)), ("v_id", Nodes.Text(group.Version))],
        [.. participants]);

    public static BinaryNode Created(Group group, string? key, string? reason) =>
        new("create", [("type", "new"), ("reason", reason), ("key", key)], Describe(group));

    public static BinaryNode Subject(Group group) =>
        new("subject", [("subject", group.Subject), ("s_t", Nodes.Text(group.SubjectAt)), ("s_o", group.AddressOf(group.SubjectBy))]);

    public static string TextOf(BinaryNode node) => Encoding.UTF8.GetString(node.Bytes.Span);
}
