using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Groups;
using WhatsAppKit.Core.Protobuf;
using WhatsAppKit.Core.Session.Devices;
using WhatsAppKit.Core.Session.Fanout;
using WhatsAppKit.Core.Session.Notifications;
using WhatsAppKit.Core.Signal;

namespace WhatsAppKit.Core.Tests.Session;

/// <summary>Who is given our sender key, and when it is replaced.</summary>
public sealed class GroupFanoutTests : IAsyncLifetime
{
    private static readonly Jid Chat = new("1203", JidServer.Group);
    private static readonly Jid Alice = new("111", JidServer.Lid);
    private static readonly Jid Bob = new("222", JidServer.Lid);

    private readonly List<Jid> _members = [SessionBench.Own.ToUser(), Alice, Bob];
    private SessionBench _bench = null!;
    private int _lastId;

    public async ValueTask InitializeAsync()
    {
        _bench = await SessionBench.CreateAsync();
        _bench.Session.AddDevice(SessionBench.Own);
        _bench.Session.AddDevice(SessionBench.Own.ToUser());
        _bench.Session.AddDevice(Alice);
        _bench.Session.AddDevice(Alice.WithDevice(5));
        _bench.Session.AddDevice(Bob);
        _bench.Session.SetGroup(Chat, () => new BinaryNode(
            "group", [("id", Chat.User), ("addressing_mode", "lid")], [.. _members.Select(member => new BinaryNode("participant", [("jid", member)]))]));
    }

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task The_first_message_gives_the_key_to_every_device_and_names_them_in_its_hash()
    {
        var message = await SendAsync();

        Assert.Equal([SessionBench.Own.ToUser(), Alice, Alice.WithDevice(5), Bob], Keys(message));
        Assert.Equal(ParticipantHash.Of([SessionBench.Own, SessionBench.Own.ToUser(), Alice, Alice.WithDevice(5), Bob]), message["phash"]);
        Assert.Equal("lid", message["addressing_mode"]);
        Assert.Equal(["participants", "device-identity", "enc"], message.Children.Select(child => child.Tag));
        Assert.Empty(Keys(await SendAsync()));
        Assert.Null((await SendAsync()).Child("device-identity"));
    }

    [Fact]
    public async Task A_message_without_the_servers_answer_gives_the_key_again()
    {
        await PrepareAsync();
        Assert.Equal(4, Keys(await SendAsync()).Count);
        Assert.Empty(Keys(await SendAsync()));
    }

    [Fact]
    public async Task A_device_without_keys_on_the_server_is_left_out_and_tried_again()
    {
        _bench.Session.AddDevice(Bob.WithDevice(9));
        _bench.Session.OnQuery = query =>
        {
            if (query.Child("key") is not null)
            {
                _bench.Session.RemoveDevice(Bob.WithDevice(9));
            }

            return Task.CompletedTask;
        };
        Assert.DoesNotContain(Bob.WithDevice(9), Keys(await SendAsync()));
        _bench.Session.OnQuery = null;
        _bench.Session.AddDevice(Bob.WithDevice(9));
        Assert.Equal([Bob.WithDevice(9)], Keys(await SendAsync()));
    }

    [Fact]
    public async Task A_session_that_was_not_answered_for_thirty_days_is_opened_anew()
    {
        await SendAsync();
        var fetched = _bench.Session.BundlesFetched;
        _bench.Time.Advance(TimeSpan.FromDays(29));
        await _bench.DoAsync(transaction => transaction.SenderKeys.DropOwnAsync(Chat, default).AsTask());
        await SendAsync();
        Assert.Equal(fetched, _bench.Session.BundlesFetched);

        _bench.Time.Advance(TimeSpan.FromDays(2));
        await _bench.DoAsync(transaction => transaction.SenderKeys.DropOwnAsync(Chat, default).AsTask());
        await SendAsync();
        Assert.Equal(fetched + 1, _bench.Session.BundlesFetched);
    }

    [Fact]
    public async Task Whoever_is_gone_from_a_fresh_answer_costs_the_key()
    {
        var before = KeyOf(await SendAsync());
        _members.Remove(Bob);
        _bench.Groups.Forget(Chat);
        var message = await SendAsync();

        Assert.NotEqual(before, KeyOf(message));
        Assert.Equal([SessionBench.Own.ToUser(), Alice, Alice.WithDevice(5)], Keys(message));
    }

    [Fact]
    public async Task A_device_that_is_gone_from_a_fresh_answer_costs_the_key()
    {
        var before = KeyOf(await SendAsync());
        _bench.Session.RemoveDevice(Alice.WithDevice(5));
        _bench.Time.Advance(TimeSpan.FromMinutes(6));
        var message = await SendAsync();

        Assert.NotEqual(before, KeyOf(message));
        Assert.Equal([SessionBench.Own.ToUser(), Alice, Bob], Keys(message));
    }

    [Fact]
    public async Task A_device_that_was_only_perhaps_given_the_key_costs_it_too()
    {
        var before = KeyOf((await PrepareAsync()).Stanza);
        _members.Remove(Bob);
        _bench.Groups.Forget(Chat);
        Assert.NotEqual(before, KeyOf(await SendAsync()));
    }

    [Fact]
    public async Task News_of_a_removal_replaces_the_key_at_once_and_for_good()
    {
        await SendAsync();
        await NotifyAsync(new BinaryNode("remove", null, new BinaryNode("participant", [("jid", Bob)])));

        Assert.Null(await OwnKeyAsync());
    }

    [Fact]
    public async Task News_of_an_unlinked_device_replaces_the_keys_it_may_have_and_no_others()
    {
        var other = new Jid("1204", JidServer.Group);
        _bench.Session.SetGroup(other, () => new BinaryNode(
            "group", [("id", other.User), ("addressing_mode", "lid")], new BinaryNode("participant", [("jid", SessionBench.Own.ToUser())]), new BinaryNode("participant", [("jid", Bob)])));
        await SendAsync();
        await SendAsync(other);
        var notification = new BinaryNode(
            "notification", [("from", Alice), ("type", "devices")], new BinaryNode("remove", null, new BinaryNode("device", [("jid", Alice.WithDevice(5))])));
        await new DeviceNotifications(_bench.State, _bench.Devices).HandleAsync(notification, default);

        Assert.Null(await OwnKeyAsync());
        Assert.NotNull(await OwnKeyAsync(other));
        Assert.False(await HasSessionAsync(Alice.WithDevice(5)));
        Assert.True(await HasSessionAsync(Alice));
    }

    [Fact]
    public async Task Whoever_is_removed_while_a_message_is_being_prepared_is_not_given_the_key()
    {
        _bench.Session.OnQuery = async query =>
        {
            // Members and devices are known; their bundles are just being fetched.
            if (query.Child("key") is not null && _members.Remove(Bob))
            {
                await NotifyAsync(new BinaryNode("remove", null, new BinaryNode("participant", [("jid", Bob)])));
            }
        };
        var message = await SendAsync();
        Assert.Equal([SessionBench.Own.ToUser(), Alice, Alice.WithDevice(5)], Keys(message));
    }

    [Fact]
    public async Task A_device_that_is_unlinked_while_a_message_is_being_prepared_is_not_given_the_key()
    {
        var isDone = false;
        _bench.Session.OnQuery = async query =>
        {
            if (query.Child("key") is not null && !isDone)
            {
                isDone = true;
                _bench.Session.Unlist(Alice.WithDevice(5));
                await new DeviceNotifications(_bench.State, _bench.Devices).HandleAsync(
                    new BinaryNode("notification", [("from", Alice), ("type", "devices")], new BinaryNode("update")), default);
            }
        };
        Assert.Equal([SessionBench.Own.ToUser(), Alice, Bob], Keys(await SendAsync()));
    }

    [Fact]
    public async Task An_answer_that_was_on_its_way_when_a_change_was_reported_is_not_kept()
    {
        _bench.Session.OnQuery = _ =>
        {
            _bench.Groups.Forget(Chat);
            _bench.Devices.Forget(Alice);
            return Task.CompletedTask;
        };
        await _bench.Groups.GetAsync(Chat, default);
        await _bench.Devices.DevicesOfAsync([Alice], default);
        _bench.Session.OnQuery = null;
        var before = _bench.Session.Queries.Count;
        await _bench.Groups.GetAsync(Chat, default);
        await _bench.Devices.DevicesOfAsync([Alice], default);
        Assert.Equal(before + 2, _bench.Session.Queries.Count);
    }

    [Fact]
    public async Task A_hash_of_the_servers_own_makes_the_next_message_ask_for_the_lists()
    {
        _bench.Session.Ack = message => new BinaryNode("ack", [("id", message["id"]), ("phash", "2:another1")]);
        await SendAsync();
        var before = _bench.Session.Queries.Count;
        _bench.Session.Ack = message => new BinaryNode("ack", [("id", message["id"])]);
        Assert.Empty(Keys(await SendAsync()));
        Assert.Equal(["w:g2", "usync"], _bench.Session.Queries.Skip(before).Select(query => query["xmlns"]));
        before = _bench.Session.Queries.Count;
        await SendAsync();
        Assert.Equal(before, _bench.Session.Queries.Count);
    }

    [Fact]
    public async Task Many_messages_at_once_share_a_key_and_no_iteration()
    {
        var prepared = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => PrepareAsync()));

        Assert.Single(prepared.Select(message => KeyOf(message.Stanza)).Distinct());
        Assert.Equal(
            Enumerable.Range(0, 20).Select(i => (uint)i),
            prepared.Select(message => GroupMessage.Parse(message.Stanza.Child("enc")!.Bytes).Iteration).Order());
    }

    [Fact]
    public async Task In_a_group_of_phone_numbers_every_device_is_addressed_by_number()
    {
        var phone = Jid.FromPhoneNumber("49111");
        _bench.Session.SetGroup(Chat, () => new BinaryNode(
            "group",
            [("id", Chat.User), ("addressing_mode", "pn")],
            new BinaryNode("participant", [("jid", phone), ("lid", Alice)]),
            new BinaryNode("participant", [("jid", SessionBench.OwnPhone.ToUser()), ("lid", SessionBench.Own.ToUser())])));
        var message = await SendAsync();

        Assert.Equal([phone, phone.WithDevice(5), SessionBench.OwnPhone.ToUser()], Keys(message));
        Assert.Equal("pn", message["addressing_mode"]);
        Assert.True(await HasSessionAsync(Alice.WithDevice(5)));
    }

    private static uint KeyOf(BinaryNode message) => GroupMessage.Parse(message.Child("enc")!.Bytes).KeyId;

    private static List<Jid> Keys(BinaryNode message) => [.. message.Child("participants")?.Children.Select(copy => copy.Jid("jid")!.Value) ?? []];

    private Task<PreparedMessage> PrepareAsync(Jid? chat = null) => _bench.GroupFanout.PrepareAsync(
        new OutgoingMessage($"M{Interlocked.Increment(ref _lastId)}", chat ?? Chat, new Message { Conversation = "text" }), default);

    private async Task<BinaryNode> SendAsync(Jid? chat = null)
    {
        var prepared = await PrepareAsync(chat);
        Assert.False(await _bench.GroupFanout.AnsweredAsync(prepared, await _bench.Session.SendAndAwaitAckAsync(prepared.Stanza, default), default));
        return prepared.Stanza;
    }

    private Task NotifyAsync(BinaryNode change) => new GroupNotifications(_bench.State, _bench.Groups, _bench.Time).HandleAsync(
        new BinaryNode("notification", [("from", Chat), ("type", "w:gp2"), ("participant", Alice)], change), default);

    private Task<uint?> OwnKeyAsync(Jid? chat = null) => _bench.ReadAsync(async transaction =>
        (await transaction.SenderKeys.GetAsync(chat ?? Chat, transaction.SenderKeys.Own, default)).Current?.KeyId);

    private Task<bool> HasSessionAsync(Jid device) => _bench.ReadAsync(async transaction =>
        (await transaction.Sessions.GetAsync(await transaction.AddressOfAsync(device, default), default)).HasSession);
}
