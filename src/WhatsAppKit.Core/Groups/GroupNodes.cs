using System.Globalization;
using System.Text;
using WhatsAppKit.Core.Binary;

namespace WhatsAppKit.Core.Groups;

/// <summary>Shapes the requests about groups (<c>w:g2</c>).</summary>
internal static class GroupNodes
{
    private static readonly Jid Server = new("", JidServer.Group);

    public static BinaryNode Get(Jid group, BinaryNode child) => Iq("get", group, child);

    public static BinaryNode Set(Jid group, BinaryNode child) => Iq("set", group, child);

    /// <summary>A question that is about no group in particular.</summary>
    public static BinaryNode Get(BinaryNode child) => Iq("get", Server, child);

    /// <summary>A change that is not made in a group this account is in.</summary>
    public static BinaryNode Set(BinaryNode child) => Iq("set", Server, child);

    public static BinaryNode Query(Jid group) => Get(group, new BinaryNode("query", [("request", "interactive")]));

    public static BinaryNode Participating() =>
        Get(new BinaryNode("participating", null, new BinaryNode("participants"), new BinaryNode("description")));

    public static BinaryNode Create(GroupCreation creation, string key, IEnumerable<BinaryNode> participants)
    {
        var children = new List<BinaryNode>(participants) { MemberAddMode(creation.MemberAddMode) };
        if (creation.Community is { } community)
        {
            children.Add(new BinaryNode("linked_parent", [("jid", community)]));
        }

        if (creation.IsLocked)
        {
            children.Add(new BinaryNode("locked"));
        }

        if (creation.IsAnnouncement)
        {
            children.Add(new BinaryNode("announcement"));
        }

        children.Add(new BinaryNode(
            "ephemeral",
            [("expiration", Seconds(creation.MessageLifetime ?? TimeSpan.Zero)), ("trigger", creation.MessageLifetime is null ? null : "1")]));
        children.Add(ApprovalMode(creation.NeedsApproval));
        return Set(new BinaryNode("create", [("subject", creation.Subject), ("key", key)], [.. children]));
    }

    public static BinaryNode Create(CommunityCreation creation, string descriptionId)
    {
        var children = new List<BinaryNode>();
        if (!string.IsNullOrEmpty(creation.Description))
        {
            children.Add(Description(descriptionId, null, creation.Description));
        }

        var mode = creation.LinkedGroupsNeedApproval ? "request_required" : null;
        children.Add(new BinaryNode("parent", [("default_membership_approval_mode", mode)]));
        if (creation.MembersMayCreateGroups)
        {
            children.Add(new BinaryNode("allow_non_admin_sub_group_creation"));
        }

        if (creation.WithGeneralChat)
        {
            children.Add(new BinaryNode("create_general_chat"));
        }

        return Set(new BinaryNode("create", [("subject", creation.Subject)], [.. children]));
    }

    /// <summary>Leaves a group, or with the tag <c>community</c> a community and what is linked to it.</summary>
    public static BinaryNode Leave(Jid group, string tag = "group") => Set(new BinaryNode("leave", null, new BinaryNode(tag, [("id", group)])));

    /// <summary>Somebody in a request.</summary>
    public static BinaryNode Participant(Jid person, Jid? phone = null, ReadOnlyMemory<byte> token = default)
    {
        NodeAttribute[] attributes = [("jid", person.ToUser()), ("phone_number", phone?.ToUser())];
        return token.IsEmpty ? new BinaryNode("participant", attributes) : new BinaryNode("participant", attributes, new BinaryNode("privacy", null, token));
    }

    public static BinaryNode Text(string tag, string text) => new(tag, null, Encoding.UTF8.GetBytes(text));

    public static BinaryNode MemberAddMode(GroupMemberAddMode mode) =>
        Text("member_add_mode", mode == GroupMemberAddMode.Everybody ? "all_member_add" : "admin_add");

    public static BinaryNode ApprovalMode(bool isOn) =>
        new("membership_approval_mode", null, new BinaryNode("group_join", [("state", isOn ? "on" : "off")]));

    public static BinaryNode Ephemeral(TimeSpan? lifetime) =>
        lifetime is { } time ? new BinaryNode("ephemeral", [("expiration", Seconds(time))]) : new BinaryNode("not_ephemeral");

    /// <summary>A description; null text takes it away.</summary>
    public static BinaryNode Description(string id, string? previous, string? text) => string.IsNullOrEmpty(text)
        ? new BinaryNode("description", [("id", id), ("prev", previous), ("delete", "true")])
        : new BinaryNode("description", [("id", id), ("prev", previous)], Text("body", text));

    public static BinaryNode AddRequest(string tag, string code, DateTimeOffset? expiresAt, Jid inviter) =>
        new(tag, [("code", code), ("expiration", (expiresAt?.ToUnixTimeSeconds() ?? 0).ToString(CultureInfo.InvariantCulture)), ("admin", inviter.ToUser())]);

    private static string Seconds(TimeSpan time) => ((long)time.TotalSeconds).ToString(CultureInfo.InvariantCulture);

    private static BinaryNode Iq(string type, Jid to, BinaryNode child) => new("iq", [("to", to), ("type", type), ("xmlns", "w:g2")], child);
}
