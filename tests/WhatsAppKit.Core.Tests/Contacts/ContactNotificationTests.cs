using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Contacts;
using WhatsAppKit.Core.Session;
using WhatsAppKit.Core.Session.PrivacyTokens;
using WhatsAppKit.Core.Tests.Session;

namespace WhatsAppKit.Core.Tests.Contacts;

/// <summary>What the server tells about people, and about the account's own picture and block list.</summary>
public sealed class ContactNotificationTests : IAsyncLifetime
{
    private static readonly Jid Alice = Jid.FromPhoneNumber("49111");
    private static readonly Jid Bob = new("222", JidServer.Lid);
    private static readonly Jid Group = new("1203", JidServer.Group);

    private readonly ScriptedSession _session = new();
    private SessionBench _bench = null!;
    private WorkQueue _work = null!;
    private ContactNotifications _changes = null!;
    private BlockListNotifications _blockList = null!;

    public async ValueTask InitializeAsync()
    {
        _bench = await SessionBench.CreateAsync();
        _work = new WorkQueue(_bench.Time, NullLogger.Instance);
        _changes = new ContactNotifications(_bench.State, _bench.Time);
        var lookup = new UserLookup(_session, _bench.State, new PrivacyTokenStore(_bench.Store, _bench.State.LidMap, _bench.Time));
        _blockList = new BlockListNotifications(_bench.State, new BlockList(_session, _bench.State, lookup), _work);
    }

    public async ValueTask DisposeAsync()
    {
        await _work.DisposeAsync();
        await _bench.DisposeAsync();
    }

    [Fact]
    public async Task Pictures_are_told_of_people_groups_and_the_own_account()
    {
        await _changes.OnPictureAsync(Notice(Alice, new BinaryNode("set", [("id", "1"), ("jid", Alice)])), default);
        await _changes.OnPictureAsync(Notice(Alice, new BinaryNode("set", [("hash", "abc")])), default);
        await _changes.OnPictureAsync(Notice(Group, new BinaryNode("delete", [("jid", Group), ("author", Bob.WithDevice(4))])), default);
        await _changes.OnPictureAsync(Notice(Alice, new BinaryNode("request")), default);
        await _changes.OnOwnAsync(Notice(SessionBench.OwnPhone.ToUser(), new BinaryNode("picture")), default);
        await _changes.OnOwnAsync(Notice(SessionBench.OwnPhone.ToUser(), new BinaryNode("devices")), default);
        await Assert.ThrowsAsync<ProtocolException>(() => _changes.OnPictureAsync(new BinaryNode("notification", null, new BinaryNode("set")), default));

        var at = DateTimeOffset.FromUnixTimeSeconds(1700000001);
        Assert.Equal(
            [
                new PictureChanged(Alice, "1", false, at),
                new PictureChanged(Alice, null, false, at),
                new PictureChanged(Group, null, true, at) { Author = Bob },
                new PictureChanged(SessionBench.OwnPhone.ToUser(), null, false, at),
            ],
            (await _bench.RaisedAsync()).OfType<PictureChanged>());
    }

    [Fact]
    public async Task Texts_and_businesses_are_told_and_what_has_no_name_here_is_passed_over()
    {
        await _changes.OnAboutAsync(Notice(Alice, new BinaryNode("set", null, Encoding.UTF8.GetBytes("Busy"))), default);
        await _changes.OnAboutAsync(Notice(Alice, new BinaryNode("set")), default);
        await _changes.OnAboutAsync(Notice(Alice, new BinaryNode("other")), default);
        await _changes.OnBusinessAsync(Notice(Alice, new BinaryNode("profile", [("jid", Alice), ("hash", "x")])), default);
        await _changes.OnBusinessAsync(Notice(Alice, new BinaryNode("verified_name", null, new byte[] { 0xFF })), default);
        await _changes.OnBusinessAsync(Notice(Alice), default);

        var events = await _bench.RaisedAsync();
        Assert.Equal(["Busy", null], events.OfType<AboutChanged>().Select(e => e.Text));
        Assert.Equal([(Alice, null), (Alice, (BusinessName?)null)], events.OfType<BusinessChanged>().Select(e => (e.Person, e.Name)));
        Assert.Equal(4, events.Count);
    }

    [Fact]
    public async Task A_block_list_that_only_changed_somehow_is_asked_for()
    {
        await using var events = _bench.Events.ReadAllAsync().GetAsyncEnumerator();
        _session.Answer = _ => Task.FromResult(new BinaryNode("iq", null, new BinaryNode(
            "list", [("dhash", "2")], new BinaryNode("item", [("jid", Bob)]), new BinaryNode("item", [("jid", Bob)]), new BinaryNode("item"))));
        await _blockList.HandleAsync(Notice(Alice, new BinaryNode("devices")), default);
        await _blockList.HandleAsync(Notice(Alice, new BinaryNode("blocklist", [("dhash", "1")], Item(Bob, "block"), Item(Alice, "unblock"), Item(Alice, "praise"))), default);
        Assert.Equal([new BlockChange(Bob, true), new BlockChange(Alice, false)], (await NextAsync()).Changes);
        Assert.Empty(_session.Asked);

        foreach (var change in new[] { new BinaryNode("blocklist", [("action", "modify")], Item(Bob, "block")), new BinaryNode("blocklist") })
        {
            await _blockList.HandleAsync(Notice(Alice, change), default);
            var told = await NextAsync();
            Assert.Empty(told.Changes);
            Assert.Equal([Bob], told.Blocked);
        }

        Assert.Equal(2, _session.Asked.Count);

        async Task<BlockListChanged> NextAsync()
        {
            Assert.True(await events.MoveNextAsync());
            return Assert.IsType<BlockListChanged>(events.Current);
        }
    }

    private static BinaryNode Item(Jid jid, string action) => new("item", [("jid", jid), ("action", action)]);

    private static BinaryNode Notice(Jid from, params BinaryNode[] children) => new("notification", [("from", from), ("t", "1700000001")], children);
}
