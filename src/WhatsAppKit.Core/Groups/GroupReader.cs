using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Session;

namespace WhatsAppKit.Core.Groups;

/// <summary>Reads groups as the server describes them. What is missing or makes no sense is absent.</summary>
internal static class GroupReader
{
    private const string RequestRequired = "request_required";

    /// <summary>Reads a <c>group</c> node of a group that may be known by other means.</summary>
    /// <exception cref="ProtocolException">It names no group, and none is known.</exception>
    public static Group Read(BinaryNode node, Jid? known = null)
    {
        var participants = People(node).Where(person => person.Node["error"] is null).Select(person => person.Participant).ToArray();
        return new Group
        {
            Jid = known ?? JidOf(node) ?? throw new ProtocolException("A group has no id."),
            Subject = node["subject"] ?? "",
            SubjectChangedBy = node.Jid("s_o")?.ToUser(),
            SubjectChangedAt = UnixTime.FromSeconds(node.Number("s_t")),
            Description = Description(node.Child("description")),
            Addressing = node["addressing_mode"] == "lid" ? GroupAddressing.Lid : GroupAddressing.PhoneNumber,
            Participants = participants,
            Creator = node.Jid("creator")?.ToUser(),
            CreatorPhone = node.Jid("creator_pn")?.ToUser(),
            CreatorCountry = node["creator_country_code"],
            CreatedAt = UnixTime.FromSeconds(node.Number("creation")),
            Size = node.Number("size") is >= 0 and <= int.MaxValue and var size ? (int)size : participants.Length,
            MessageLifetime = Lifetime(node.Child("ephemeral")),
            IsAnnouncement = node.Child("announcement") is not null,
            IsLocked = node.Child("locked") is not null,
            MemberAddMode = AddMode(node.Child("member_add_mode")),
            NeedsApproval = NeedsApproval(node.Child("membership_approval_mode")),
            IsIncognito = node.Child("incognito") is not null,
            IsSuspended = node.Child("suspended") is not null,
            IsCommunity = node.Child("parent") is not null,
            LinkedGroupsNeedApproval = node.Child("parent")?["default_membership_approval_mode"] == RequestRequired,
            Community = node.Child("linked_parent")?.Jid("jid") is { IsGroup: true } parent ? parent : null,
            IsCommunityAnnouncements = node.Child("default_sub_group") is not null,
            NotAdded = [.. Results(node).Where(result => !result.IsSuccess)],
            ParticipantVersion = node["p_v_id"],
        };
    }

    /// <summary>The group in an answer.</summary>
    /// <exception cref="ProtocolException">There is none.</exception>
    public static Group ReadAnswer(BinaryNode answer, Jid? known = null) =>
        Read(answer.Child("group") ?? throw new ProtocolException("The answer to a question about a group has no group."), known);

    /// <summary>The address in a node about a group; some leave the server out.</summary>
    public static Jid? JidOf(BinaryNode node) =>
        node.Jid("jid") is { IsGroup: true } jid ? jid
        : node["id"] is not { } id ? null
        : !id.Contains('@', StringComparison.Ordinal) ? new Jid(id, JidServer.Group)
        : Jid.TryParse(id, out var parsed) && parsed.IsGroup ? parsed
        : null;

    /// <summary>The people in a node, each once.</summary>
    public static IReadOnlyList<GroupParticipant> Participants(BinaryNode node) => [.. People(node).Select(person => person.Participant)];

    /// <summary>What became of the people in a node.</summary>
    public static IEnumerable<ParticipantResult> Results(BinaryNode node) => People(node).Select(person =>
        new ParticipantResult(person.Participant.Jid, (int)Math.Clamp(person.Node.Number("error") ?? ParticipantResult.Done, 0, int.MaxValue))
        {
            AddRequest = person.Node.Child("add_request") is { } request && request["code"] is { } code
                ? new GroupAddRequest(code, UnixTime.FromSeconds(request.Number("expiration")))
                : null,
        });

    /// <summary>Both addresses of everybody in the node that is told with both.</summary>
    public static IReadOnlyList<(Jid Phone, Jid Lid)> Pairs(BinaryNode node) =>
        [.. People(node).Where(person => person.Participant is { Phone: not null, Lid: not null })
            .Select(person => (person.Participant.Phone!.Value, person.Participant.Lid!.Value))];

    public static TimeSpan? Lifetime(BinaryNode? node) =>
        node?.Number("expiration") is > 0 and <= int.MaxValue and var seconds ? TimeSpan.FromSeconds(seconds) : null;

    public static GroupMemberAddMode AddMode(BinaryNode? node) => node?.Text == "all_member_add" ? GroupMemberAddMode.Everybody : GroupMemberAddMode.Admins;

    /// <summary>The node stands there when approval is needed, and may say that it is not.</summary>
    public static bool NeedsApproval(BinaryNode? node) => node is not null && node.Child("group_join")?["state"] != "off";

    public static GroupDescription? Description(BinaryNode? node) => node?.Child("body") is { } body
        ? new GroupDescription(node["id"] ?? "", body.Text)
        {
            ChangedBy = node.Jid("participant")?.ToUser(),
            ChangedAt = UnixTime.FromSeconds(node.Number("t")),
        }
        : null;

    private static IEnumerable<(BinaryNode Node, GroupParticipant Participant)> People(BinaryNode node)
    {
        var seen = new HashSet<Jid>();
        foreach (var child in node.ChildrenOf("participant"))
        {
            if (child.Jid("jid") is { } jid && (jid.IsPhoneNumber || jid.IsLid) && seen.Add(jid.ToUser()))
            {
                yield return (child, Participant(child, jid.ToUser()));
            }
        }
    }

    private static GroupParticipant Participant(BinaryNode node, Jid jid)
    {
        var role = node["type"] switch
        {
            "admin" => GroupRole.Admin,
            "superadmin" => GroupRole.SuperAdmin,
            _ => GroupRole.Member,
        };
        var other = node.Jid(jid.IsLid ? "phone_number" : "lid")?.ToUser();
        return new GroupParticipant(jid, other is { } known && known.IsLid != jid.IsLid && (known.IsLid || known.IsPhoneNumber) ? known : null, role)
        {
            DisplayName = node["display_name"],
            Username = node["participant_username"] ?? node["username"],
        };
    }
}
