using System.Text;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Groups;
using WhatsAppKit.Sandbox.State;
using Group = WhatsAppKit.Sandbox.State.Group;

namespace WhatsAppKit.Sandbox.Stanzas;

/// <summary>Groups as clients are told them.</summary>
internal static class GroupShapes
{
    public static BinaryNode Describe(Group group)
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
                ("size", Nodes.Text(group.Members.Count)),
            ],
            [.. group.Members.Select(member => Participant(group, member.Account, member.Role))]);
    }

    public static BinaryNode Participant(Group group, Account account, GroupRole role = GroupRole.Member, int? error = null)
    {
        var isLid = group.Addressing == GroupAddressing.Lid;
        return new BinaryNode(
            "participant",
            [
                ("jid", group.AddressOf(account)),
                isLid ? ("phone_number", account.PhoneJid) : ("lid", account.LidJid),
                ("type", role switch { GroupRole.Admin => "admin", GroupRole.SuperAdmin => "superadmin", _ => null }),
                ("error", error is { } code ? Nodes.Text(code) : null),
            ]);
    }

    public static BinaryNode Missing(Jid jid) => new("participant", [("jid", jid), ("error", "404")]);

    /// <summary>A change of a group, as its members are told of it.</summary>
    public static BinaryNode Notice(Group group, Device actor, long now, BinaryNode change) =>
        new(
            "notification",
            [
                ("from", group.Jid),
                ("type", "w:gp2"),
                ("id", Nodes.Text(Random.Shared.NextInt64(1, long.MaxValue))),
                ("t", Nodes.Text(now)),
                ("participant", group.AddressOf(actor.Account)),
                ("participant_pn", group.Addressing == GroupAddressing.Lid ? actor.Account.PhoneJid : (Jid?)null),
                ("addressing_mode", group.Mode),
                ("notify", actor.PushName.Length == 0 ? actor.Account.Number : actor.PushName),
            ],
            change);

    public static BinaryNode Subject(Group group) =>
        new("subject", [("subject", group.Subject), ("s_t", Nodes.Text(group.SubjectAt)), ("s_o", group.AddressOf(group.SubjectBy))]);

    public static string TextOf(BinaryNode node) => Encoding.UTF8.GetString(node.Bytes.Span);
}
