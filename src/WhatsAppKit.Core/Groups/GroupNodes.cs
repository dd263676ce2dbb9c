using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Session;

namespace WhatsAppKit.Core.Groups;

/// <summary>Shapes and reads the stanzas of groups (<c>w:g2</c>).</summary>
internal static class GroupNodes
{
    private static readonly Jid Server = new("", JidServer.Group);

    public static BinaryNode Query(Jid group) => Iq("get", group, new BinaryNode("query", [("request", "interactive")]));

    /// <summary>Makes a group with its usual settings: everybody may add, nobody needs to be let in, messages stay.</summary>
    public static BinaryNode Create(string subject, string key, IEnumerable<(Jid Jid, Jid? Phone)> participants) =>
        Iq("set", Server, new BinaryNode(
            "create",
            [("subject", subject), ("key", key)],
            [
                .. participants.Select(Participant),
                new BinaryNode("member_add_mode", null, "all_member_add"u8.ToArray()),
                new BinaryNode("ephemeral", [("expiration", "0")]),
                new BinaryNode("membership_approval_mode", null, new BinaryNode("group_join", [("state", "off")])),
            ]));

    public static BinaryNode Leave(Jid group) => Iq("set", Server, new BinaryNode("leave", null, new BinaryNode("group", [("id", group)])));

    /// <summary>Changes members: <c>add</c>, <c>remove</c>, <c>promote</c> or <c>demote</c>.</summary>
    public static BinaryNode Change(Jid group, string change, IEnumerable<(Jid Jid, Jid? Phone)> participants) =>
        Iq("set", group, new BinaryNode(change, null, [.. participants.Select(Participant)]));

    /// <exception cref="ProtocolException">The answer does not say what became of the people in it.</exception>
    public static IReadOnlyList<ParticipantResult> ParseResults(BinaryNode answer, string change)
    {
        var results = answer.Child(change) ?? throw new ProtocolException($"The answer to a change of a group has no <{change}>.");
        return [.. results.ChildrenOf("participant")
            .Where(participant => participant.Jid("jid") is not null)
            .Select(participant => new ParticipantResult(
                participant.Jid("jid")!.Value.ToUser(), (int)(participant.Number("error") ?? ParticipantResult.Done)))];
    }

    /// <summary>Reads a <c>group</c> node.</summary>
    /// <exception cref="ProtocolException">It has no id.</exception>
    public static Group Parse(BinaryNode node)
    {
        var id = node["id"] ?? throw new ProtocolException("A group has no id.");
        return new Group
        {
            // Some answers leave the server out.
            Jid = id.Contains('@', StringComparison.Ordinal) && Jid.TryParse(id, out var jid) ? jid : new Jid(id, JidServer.Group),
            Subject = node["subject"] ?? "",
            Addressing = node["addressing_mode"] == "lid" ? GroupAddressing.Lid : GroupAddressing.PhoneNumber,
            Participants = [.. node.ChildrenOf("participant").Where(child => child["error"] is null).Select(ParseParticipant).OfType<GroupParticipant>()],
            Creator = node.Jid("creator"),
            CreatedAt = UnixTime.FromSeconds(node.Number("creation")),
            MessageLifetime = node.Child("ephemeral")?.Number("expiration") is { } seconds and > 0 and <= int.MaxValue
                ? TimeSpan.FromSeconds(seconds)
                : null,
        };
    }

    /// <summary>The group in the answer to a query or a creation.</summary>
    /// <exception cref="ProtocolException">There is none.</exception>
    public static Group ParseAnswer(BinaryNode answer) =>
        Parse(answer.Child("group") ?? throw new ProtocolException("The answer to a question about a group has no group."));

    /// <summary>Both addresses of everybody in the node that is told with both.</summary>
    public static IReadOnlyList<(Jid Phone, Jid Lid)> Pairs(BinaryNode node) =>
    [
        .. node.ChildrenOf("participant").Select(ParseParticipant).OfType<GroupParticipant>()
            .Where(participant => participant.Alternate is not null)
            .Select(participant => participant.Jid.IsLid ? (participant.Alternate!.Value, participant.Jid) : (participant.Jid, participant.Alternate!.Value)),
    ];

    private static GroupParticipant? ParseParticipant(BinaryNode node)
    {
        if (node.Jid("jid") is not { } jid)
        {
            return null;
        }

        var role = node["type"] switch
        {
            "admin" => GroupRole.Admin,
            "superadmin" => GroupRole.SuperAdmin,
            _ => GroupRole.Member,
        };
        return new GroupParticipant(jid.ToUser(), node.Jid(jid.IsLid ? "phone_number" : "lid")?.ToUser(), role);
    }

    private static BinaryNode Participant((Jid Jid, Jid? Phone) person) =>
        new("participant", [("jid", person.Jid.ToUser()), ("phone_number", person.Phone?.ToUser())]);

    private static BinaryNode Iq(string type, Jid to, BinaryNode child) => new("iq", [("to", to), ("type", type), ("xmlns", "w:g2")], child);
}
