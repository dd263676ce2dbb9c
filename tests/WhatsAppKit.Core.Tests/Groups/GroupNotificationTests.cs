using System.Text;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Groups;
using WhatsAppKit.Core.Session;
using WhatsAppKit.Core.Session.Devices;
using WhatsAppKit.Core.Session.Events;
using WhatsAppKit.Core.Session.Fanout;
using WhatsAppKit.Core.Tests.Session;
using Message = WhatsAppKit.Core.Protobuf.Message;

namespace WhatsAppKit.Core.Tests.Groups;

/// <summary>What notifications about groups are told as, and what they make of what is known.</summary>
public sealed class GroupNotificationTests : IAsyncLifetime
{
    private static readonly Jid Chat = new("1203", JidServer.Group);
    private static readonly Jid Alice = new("111", JidServer.Lid);
    private static readonly Jid Bob = new("222", JidServer.Lid);
    private static readonly Jid Carol = new("333", JidServer.Lid);

    private readonly List<BinaryNode> _asked = [];
    private SessionBench _bench = null!;
    private GroupNotifications _notifications = null!;
    private string _version = "1";

    public async ValueTask InitializeAsync()
    {
        _bench = await SessionBench.CreateAsync();
        _notifications = new GroupNotifications(_bench.State, _bench.Groups, _bench.Time);
        foreach (var device in new[] { SessionBench.Own, SessionBench.Own.ToUser(), Alice, Bob, Carol })
        {
            _bench.Session.AddDevice(device);
        }

        _bench.Session.OnQuery = query =>
        {
            if (query["xmlns"] == "w:g2")
            {
                _asked.Add(query);
            }

            return Task.CompletedTask;
        };
        _bench.Session.SetGroup(Chat, () => Described(SessionBench.Own.ToUser(), Alice, Bob));
        await _bench.Groups.GetAsync(Chat, default);
        Assert.Single(_asked);
    }

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task Every_child_of_a_notification_is_told_as_what_it_is()
    {
        var link = new BinaryNode("group", [("jid", "1204@g.us"), ("subject", "Village")]);
        await TellAsync(
            new BinaryNode("add", [("reason", "invite")], Person(Carol)),
            new BinaryNode("promote", null, Person(Alice)),
            new BinaryNode("demote", null, Person(Alice)),
            new BinaryNode("remove", null, Person(Carol)),
            new BinaryNode("remove", null, Person(Alice)),
            new BinaryNode("leave", null, Person(Bob)),
            new BinaryNode("modify", null, Person(Bob)),
            new BinaryNode("subject", [("subject", "Renamed"), ("s_t", "1700000009"), ("s_o", Bob)]),
            new BinaryNode("description", [("id", "D2")], new BinaryNode("body", null, Encoding.UTF8.GetBytes("About"))),
            new BinaryNode("description", [("id", "D3")], new BinaryNode("delete")),
            new BinaryNode("announcement", [("v_id", "3")]),
            new BinaryNode("unlocked"),
            new BinaryNode("ephemeral", [("expiration", "86400")]),
            new BinaryNode("not_ephemeral"),
            new BinaryNode("member_add_mode", null, Encoding.UTF8.GetBytes("admin_add")),
            new BinaryNode("membership_approval_mode", null, new BinaryNode("group_join", [("state", "on")])),
            new BinaryNode("invite", [("code", "SECRET")]),
            new BinaryNode("created_membership_requests", [("request_method", "invite_link")]),
            new BinaryNode("revoked_membership_requests", null, Person(Alice)),
            new BinaryNode("revoked_membership_requests", null, Person(Bob)),
            new BinaryNode("link", [("link_type", "parent_group")], link),
            new BinaryNode("unlink", [("unlink_type", "sibling_group"), ("unlink_reason", "delete_parent")], link),
            new BinaryNode("suspended"),
            new BinaryNode("growth_locked", [("type", "invite")]),
            new BinaryNode("delete", [("reason", "admin")]));

        var events = await _bench.RaisedAsync();
        Assert.All(events.OfType<GroupEvent>(), e => Assert.Equal((Chat, Alice, "49111", 1700000001L), (e.Group, e.Actor, e.ActorPhone?.User, e is GroupSubjectChanged ? 1700000001 : e.Timestamp.ToUnixTimeSeconds())));
        Assert.Equal(
            [GroupChange.Added, GroupChange.Promoted, GroupChange.Demoted, GroupChange.Removed, GroupChange.Left, GroupChange.Left],
            events.OfType<GroupParticipantsChanged>().Select(e => e.Change));
        Assert.True(events.OfType<GroupParticipantsChanged>().First().ByInviteLink);
        Assert.Equal([Bob], Single<GroupMemberNumberChanged>(events).Former);
        Assert.Equal(("Renamed", 1700000009L), (Single<GroupSubjectChanged>(events).Subject, Single<GroupSubjectChanged>(events).Timestamp.ToUnixTimeSeconds()));
        Assert.Equal(["About", null], events.OfType<GroupDescriptionChanged>().Select(e => e.Description?.Text));
        Assert.True(Single<GroupAnnouncementChanged>(events).IsOn);
        Assert.False(Single<GroupLockChanged>(events).IsOn);
        Assert.Equal([TimeSpan.FromDays(1), null], events.OfType<GroupMessageLifetimeChanged>().Select(e => e.Lifetime));
        Assert.Equal(GroupMemberAddMode.Admins, Single<GroupMemberAddModeChanged>(events).Mode);
        Assert.True(Single<GroupApprovalChanged>(events).IsOn);
        Assert.Equal("SECRET", Single<GroupInviteLinkChanged>(events).Code);
        Assert.DoesNotContain("SECRET", Single<GroupInviteLinkChanged>(events).ToString(), StringComparison.Ordinal);
        Assert.Equal([Alice], Single<GroupJoinRequested>(events).People);
        Assert.Equal([true, false], events.OfType<GroupJoinRequestEnded>().Select(e => e.IsWithdrawn));
        Assert.Equal(
            [(true, GroupRelation.Parent, "Village", null), (false, GroupRelation.Sibling, "Village", "delete_parent")],
            events.OfType<CommunityLinkChanged>().Select(e => (e.IsLinked, e.Relation, e.Others[0].Subject, e.Reason)));
        Assert.True(Single<GroupSuspensionChanged>(events).IsSuspended);
        Assert.Equal("growth_locked", Single<GroupChangedOtherwise>(events).Node.Tag);
        Assert.Equal("admin", Single<GroupDeleted>(events).Reason);
        Assert.Equal(25, events.Count);
    }

    [Fact]
    public async Task Whatever_lacks_its_attributes_or_repeats_itself_is_told_and_breaks_nothing()
    {
        await TellAsync([.. new[]
        {
            "add", "remove", "promote", "demote", "leave", "modify", "subject", "description", "ephemeral", "member_add_mode", "membership_approval_mode", "invite",
            "created_membership_requests", "revoked_membership_requests", "link", "unlink", "delete", "create",
        }.Select(tag => new BinaryNode(tag))]);
        await TellAsync(new BinaryNode("add", null, [.. Enumerable.Range(0, 20_000).Select(i => Person(new Jid("5" + (i % 7), JidServer.Lid)))]));
        await Assert.ThrowsAsync<ProtocolException>(() => _notifications.HandleAsync(new BinaryNode("notification", [("from", Alice)], new BinaryNode("subject")), default));
        await _notifications.HandleAsync(new BinaryNode("notification", [("from", Chat)]), default);

        var events = await _bench.RaisedAsync();
        Assert.Equal(19, events.Count);
        Assert.Equal(7, events.OfType<GroupParticipantsChanged>().Last().Participants.Count);
    }

    [Fact]
    public async Task Members_who_come_and_go_are_known_without_asking_and_the_hash_stays_right()
    {
        await SendAsync();
        await TellAsync(Change("add", "1", "2", Person(Carol, ("phone_number", "49333@s.whatsapp.net"))));
        var after = await SendAsync();
        Assert.Equal(ParticipantHash.Of([SessionBench.Own, SessionBench.Own.ToUser(), Alice, Bob, Carol]), after["phash"]);
        Assert.Equal([Carol], after.Child("participants")!.Children.Select(to => to.Jid("jid")!.Value));

        await TellAsync(Change("remove", "2", "3", Person(Bob)), Change("promote", "3", "4", Person(Alice, ("type", "admin"))));
        Assert.Equal(ParticipantHash.Of([SessionBench.Own, SessionBench.Own.ToUser(), Alice, Carol]), (await SendAsync())["phash"]);
        var known = await _bench.Groups.GetAsync(Chat, default);
        Assert.Equal((3, "4", GroupRole.Admin), (known.Size, known.ParticipantVersion, known.Participants.Single(p => p.Jid == Alice).Role));
        Assert.Equal(new Jid("333", JidServer.Lid), await _bench.State.LidMap.LidOfAsync(Jid.FromPhoneNumber("49333"), default));
        Assert.Single(_asked);
    }

    [Theory]
    [InlineData("a gap between versions")]
    [InlineData("an address in the other form")]
    [InlineData("a role of nobody")]
    [InlineData("a new number")]
    [InlineData("something unknown")]
    [InlineData("our own removal")]
    public async Task Doubt_makes_the_group_be_asked_for_again(string reason)
    {
        await TellAsync(reason switch
        {
            "a gap between versions" => Change("add", "5", "6", Person(Carol)),
            "an address in the other form" => Change("add", null, null, Person(Jid.FromPhoneNumber("49333"))),
            "a role of nobody" => Change("promote", null, null, Person(Carol)),
            "a new number" => new BinaryNode("modify", null, Person(Bob)),
            "our own removal" => Change("remove", "1", "2", Person(SessionBench.OwnPhone.ToUser())),
            _ => new BinaryNode("growth_locked"),
        });
        await _bench.Groups.GetAsync(Chat, default);
        Assert.Equal(2, _asked.Count);
    }

    [Fact]
    public async Task A_change_that_is_told_twice_or_that_an_answer_has_already_is_made_once()
    {
        var add = Change("add", "1", "2", Person(Carol));
        await TellAsync(add);
        await TellAsync(add);
        var known = await _bench.Groups.GetAsync(Chat, default);
        Assert.Equal([SessionBench.Own.ToUser(), Alice, Bob, Carol], known.Participants.Select(p => p.Jid));

        _version = "2";
        _bench.Session.SetGroup(Chat, () => Described(SessionBench.Own.ToUser(), Alice, Bob, Carol));
        await _bench.Groups.RefreshAsync(Chat, default);
        await TellAsync(add);
        Assert.Equal(4, (await _bench.Groups.GetAsync(Chat, default)).Participants.Count);
        Assert.Equal(2, _asked.Count);
    }

    [Fact]
    public async Task An_answer_from_before_a_change_is_not_kept()
    {
        _bench.Groups.Forget(Chat);
        _bench.Session.OnQuery = async query =>
        {
            if (query["xmlns"] == "w:g2" && _asked.Count == 1)
            {
                _asked.Add(query);
                await TellAsync(Change("add", "1", "2", Person(Carol)));
            }
        };
        await _bench.Groups.GetAsync(Chat, default);
        Assert.Null(_bench.Groups.Find(Chat));
        await _bench.Groups.GetAsync(Chat, default);
        Assert.NotNull(_bench.Groups.Find(Chat));
    }

    [Fact]
    public async Task A_change_of_ours_yields_to_one_that_was_told_meanwhile()
    {
        using (var inquiry = _bench.Groups.Begin())
        {
            // Ours, then somebody else's: both are told before our answer is worked on.
            await TellAsync(new BinaryNode("announcement"), new BinaryNode("not_announcement"));
            _bench.Groups.Made(inquiry, Chat, known => known with { IsAnnouncement = true });
        }

        Assert.Null(_bench.Groups.Find(Chat));
        await _bench.Groups.GetAsync(Chat, default);
        using (var inquiry = _bench.Groups.Begin())
        {
            await TellAsync(new BinaryNode("locked"));
            _bench.Groups.Made(inquiry, Chat, known => known with { IsLocked = true });
        }

        Assert.True(_bench.Groups.Find(Chat)!.IsLocked);
    }

    private static T Single<T>(IEnumerable<WhatsAppEvent> events) => Assert.Single(events.OfType<T>());

    private static BinaryNode Person(Jid jid, params NodeAttribute[] more) => new("participant", [("jid", jid), .. more]);

    private static BinaryNode Change(string tag, string? before, string? after, params BinaryNode[] people) => new(tag, [("prev_v_id", before), ("v_id", after)], people);

    private BinaryNode Described(params Jid[] members) => new(
        "group", [("id", Chat.User), ("addressing_mode", "lid"), ("p_v_id", _version)], [.. members.Select(member => Person(member))]);

    private Task TellAsync(params BinaryNode[] changes) => _notifications.HandleAsync(
        new BinaryNode(
            "notification",
            [("from", Chat), ("type", "w:gp2"), ("participant", Alice.WithDevice(2)), ("participant_pn", "49111@s.whatsapp.net"), ("t", "1700000001")],
            changes),
        default);

    private async Task<BinaryNode> SendAsync()
    {
        var message = new OutgoingMessage(Guid.NewGuid().ToString("N"), Chat, new Message { Conversation = "hello" });
        var prepared = await _bench.GroupFanout.PrepareAsync(message, default);
        await _bench.GroupFanout.AnsweredAsync(prepared, new BinaryNode("ack"), default);
        return prepared.Stanza;
    }
}
