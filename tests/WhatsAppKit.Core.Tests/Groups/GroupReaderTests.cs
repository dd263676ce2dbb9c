using System.Text;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Groups;
using WhatsAppKit.Core.Session;
using WhatsAppKit.Core.Tests.Binary;
using WhatsAppKit.TestKit;

namespace WhatsAppKit.Core.Tests.Groups;

/// <summary>What is read of the server's descriptions of groups, also of odd ones.</summary>
public sealed class GroupReaderTests
{
    [Fact]
    public void A_captured_description_of_a_thousand_members_is_read_whole()
    {
        var answer = VectorNodes.Stanza(Vectors.Json("stanzas/stanzas.json").GetProperty("group1000"));
        var group = GroupReader.ReadAnswer(answer);

        Assert.Equal("120363025246125486@g.us", group.Jid.ToString());
        Assert.Equal(("Benchmark group", GroupAddressing.Lid), (group.Subject, group.Addressing));
        Assert.Equal("128509267987857@lid", group.Creator.ToString());
        Assert.Equal("119901974893965@lid", group.SubjectChangedBy.ToString());
        Assert.Equal(1700000000, group.CreatedAt!.Value.ToUnixTimeSeconds());
        Assert.Equal(("3EB0AA", 1700000001L), (group.Description!.Id, group.Description.ChangedAt!.Value.ToUnixTimeSeconds()));

        // The vector's addresses were drawn at random: a few came twice.
        var people = answer.Child("group")!.ChildrenOf("participant").DistinctBy(person => person["jid"]).ToArray();
        Assert.InRange(people.Length, 990, 1000);
        Assert.Equal(people.Select(person => person["jid"]), group.Participants.Select(participant => participant.Jid.ToString()));
        Assert.Equal(group.Participants.Count, group.Size);
        Assert.All(group.Participants, participant => Assert.True(participant.Jid.IsLid));
        Assert.Equal(people.Select(person => person["phone_number"]), group.Participants.Select(participant => participant.Phone?.ToString()));
    }

    [Fact]
    public void Every_part_of_a_description_is_read()
    {
        var group = GroupReader.Read(new BinaryNode(
            "group",
            [
                ("id", "1203"), ("subject", "Team"), ("s_t", "1700000000"), ("s_o", "999@lid"), ("creation", "1690000000"), ("creator", "999@lid"),
                ("creator_pn", "49999@s.whatsapp.net"), ("creator_country_code", "DE"), ("addressing_mode", "lid"), ("p_v_id", "7"), ("size", "5"),
            ],
            Person("999@lid", ("phone_number", "49999@s.whatsapp.net"), ("type", "superadmin")),
            Person("111@lid", ("phone_number", "49111@s.whatsapp.net"), ("type", "admin"), ("participant_username", "anna")),
            Person("222@lid", ("display_name", "+49∙∙∙22")),
            new BinaryNode("participant", [("jid", "333@lid"), ("error", "403")], new BinaryNode("add_request", [("code", "CODE"), ("expiration", "1700259200")])),
            new BinaryNode("description", [("id", "D1"), ("t", "1700000005"), ("participant", "111@lid")], Body("About")),
            new BinaryNode("announcement"),
            new BinaryNode("locked"),
            new BinaryNode("incognito"),
            new BinaryNode("suspended"),
            new BinaryNode("ephemeral", [("expiration", "604800")]),
            new BinaryNode("member_add_mode", null, Encoding.UTF8.GetBytes("all_member_add")),
            new BinaryNode("membership_approval_mode"),
            new BinaryNode("parent", [("default_membership_approval_mode", "request_required")]),
            new BinaryNode("linked_parent", [("jid", "1204@g.us")]),
            new BinaryNode("default_sub_group"),
            new BinaryNode("something_new")));

        Assert.True(group is { IsAnnouncement: true, IsLocked: true, IsIncognito: true, IsSuspended: true, NeedsApproval: true });
        Assert.True(group is { IsCommunity: true, LinkedGroupsNeedApproval: true, IsCommunityAnnouncements: true, MemberAddMode: GroupMemberAddMode.Everybody });
        Assert.Equal((TimeSpan.FromDays(7), "1204@g.us", 5, "7", "DE"), (group.MessageLifetime!.Value, group.Community.ToString(), group.Size, group.ParticipantVersion, group.CreatorCountry));
        Assert.Equal(("About", "111@lid"), (group.Description!.Text, group.Description.ChangedBy.ToString()));
        Assert.Equal([GroupRole.SuperAdmin, GroupRole.Admin, GroupRole.Member], group.Participants.Select(p => p.Role));
        Assert.Equal(["49999", "49111", null], group.Participants.Select(p => p.Phone?.User));
        Assert.Equal(("anna", "+49∙∙∙22"), (group.Participants[1].Username, group.Participants[2].DisplayName));
        var notAdded = Assert.Single(group.NotAdded);
        Assert.Equal((403, ParticipantOutcome.Forbidden, "CODE"), (notAdded.Code, notAdded.Outcome, notAdded.AddRequest!.Code));
        Assert.Equal(1700259200, notAdded.AddRequest.ExpiresAt!.Value.ToUnixTimeSeconds());
        Assert.DoesNotContain("CODE", notAdded.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_makes_no_sense_is_absent_and_nobody_is_counted_twice()
    {
        var group = GroupReader.Read(new BinaryNode(
            "group",
            [("id", "1203@g.us"), ("s_t", "soon"), ("creation", "999999999999999999"), ("creator", "nobody"), ("size", "-4"), ("addressing_mode", "other")],
            Person("111@lid", ("phone_number", "222@lid"), ("type", "emperor")),
            Person("111@lid"),
            Person("111:4@lid"),
            Person("1203@g.us"),
            new BinaryNode("participant"),
            new BinaryNode("description", [("id", "D1")]),
            new BinaryNode("ephemeral", [("expiration", "99999999999")]),
            new BinaryNode("linked_parent", [("jid", "111@lid")]),
            new BinaryNode("member_add_mode"),
            new BinaryNode("membership_approval_mode", null, new BinaryNode("group_join", [("state", "off")]))));

        Assert.Equal(new GroupParticipant(new Jid("111", JidServer.Lid), null, GroupRole.Member), Assert.Single(group.Participants));
        Assert.True(group is { Subject: "", SubjectChangedAt: null, CreatedAt: null, Creator: null, Size: 1, Description: null, MessageLifetime: null });
        Assert.True(group is { Community: null, NeedsApproval: false, MemberAddMode: GroupMemberAddMode.Admins, Addressing: GroupAddressing.PhoneNumber });
        Assert.Throws<ProtocolException>(() => GroupReader.Read(new BinaryNode("group")));
        Assert.Throws<ProtocolException>(() => GroupReader.Read(new BinaryNode("group", [("id", "111@lid")])));
        Assert.Throws<ProtocolException>(() => GroupReader.ReadAnswer(new BinaryNode("iq")));
    }

    [Theory]
    [InlineData("https://chat.whatsapp.com/AbC-d_1", "AbC-d_1")]
    [InlineData("http://chat.whatsapp.com/invite/AbC?mode=r_c", "AbC")]
    [InlineData(" chat.whatsapp.com/AbC/ ", "AbC")]
    [InlineData("AbC", "AbC")]
    public void A_code_is_found_in_its_link(string link, string code) => Assert.Equal(code, GroupInviteLink.CodeOf(link));

    [Theory]
    [InlineData("")]
    [InlineData("https://chat.whatsapp.com/")]
    [InlineData("https://example.com/AbC")]
    [InlineData("https://AbC")]
    [InlineData("AbC?mode=x")]
    [InlineData("Ab C")]
    [InlineData("ÄbC")]
    public void What_is_no_link_is_refused(string text) => Assert.Throws<ArgumentException>(() => GroupInviteLink.CodeOf(text));

    private static BinaryNode Person(string jid, params NodeAttribute[] more) => new("participant", [("jid", jid), .. more]);

    private static BinaryNode Body(string text) => new("body", null, Encoding.UTF8.GetBytes(text));
}
