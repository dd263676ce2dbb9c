using WhatsAppKit.Core;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Groups;
using WhatsAppKit.Core.Session.Events;
using WhatsAppKit.Core.Storage;
using WhatsAppKit.Sandbox.Phones;

namespace WhatsAppKit.Sandbox.Tests;

public sealed class GroupTests : IAsyncLifetime
{
    private readonly WireLog _wire = new();
    private WhatsAppSandbox _sandbox = null!;
    private SandboxPhone _alice = null!;
    private SandboxPhone _bob = null!;
    private SandboxPhone _carol = null!;

    public async ValueTask InitializeAsync() => await StartAsync(GroupAddressing.Lid);

    public ValueTask DisposeAsync() => _sandbox.DisposeAsync();

    [Theory]
    [InlineData(GroupAddressing.Lid)]
    [InlineData(GroupAddressing.PhoneNumber)]
    public async Task Everybody_in_a_group_reads_everybody_and_each_message_once(GroupAddressing addressing)
    {
        await StartAsync(addressing);
        await using var a = await TestDevice.PairAsync(_sandbox, _alice);
        await using var b = await TestDevice.PairAsync(_sandbox, _bob);
        var group = await a.Client.Groups.CreateAsync("Trip", [_bob.Jid, _carol.Lid]);
        Assert.Equal(addressing, group.Addressing);
        Assert.Equal([_alice.Jid, _bob.Jid, _carol.Jid], group.Participants.Select(p => p.Jid.IsLid ? p.Alternate!.Value : p.Jid));

        for (var i = 0; i < 3; i++)
        {
            await a.Client.Messages.SendTextAsync(group.Jid, $"a{i}");
            await b.Client.Messages.SendTextAsync(group.Jid, $"b{i}");
            await _carol.SendTextAsync(group.Jid.ToString(), $"c{i}");
        }

        foreach (var text in new[] { "a0", "a1", "a2", "b0", "b1", "b2", "c0", "c1", "c2" })
        {
            foreach (var device in new[] { a, b }.Where(device => (device == a ? 'a' : 'b') != text[0]))
            {
                var received = await device.ReceivesAsync(text);
                Assert.Equal(group.Jid, received.Chat);
                Assert.False(received.FromMe);
                Assert.Equal(addressing == GroupAddressing.Lid, received.Sender.IsLid);
            }

            await ReadsAsync(_alice, text);
            await ReadsAsync(_bob, text);
            await Wait.UntilAsync(() => text[0] == 'c' || _carol.Messages.Any(m => m.Text == text && m.To == group.Jid.ToString()), $"Carol's {text}");
        }

        Assert.All(new[] { a, b }, device => Assert.Equal(6, device.Received.Select(m => m.Text).Distinct().Count()));
        Assert.All(new[] { a, b }, device => Assert.Equal(6, device.Received.Count()));
        Assert.DoesNotContain(a.Events.Concat(b.Events), e => e is MessageUndecryptable);
    }

    [Fact]
    public async Task The_key_travels_with_the_first_message_only_and_again_with_the_next_for_a_new_device()
    {
        await using var a = await TestDevice.PairAsync(_sandbox, _alice);
        await using var b = await TestDevice.PairAsync(_sandbox, _bob);
        var group = await a.Client.Groups.CreateAsync("Trip", [_bob.Jid]);
        _wire.Clear();

        await a.Client.Messages.SendTextAsync(group.Jid, "first");
        await a.Client.Messages.SendTextAsync(group.Jid, "second");
        await b.ReceivesAsync("second");

        // Both phones and the other client; then nobody.
        Assert.Equal([3, 0], _wire.GroupMessages.Select(m => m.Keys.Count));
        Assert.Equal([0u, 1u], _wire.GroupMessages.Select(m => m.Iteration));
        Assert.Single(_wire.GroupMessages.Select(m => m.KeyId).Distinct());

        await using var another = await TestDevice.PairAsync(_sandbox, _bob);
        await a.Client.Messages.SendTextAsync(group.Jid, "third");
        await another.ReceivesAsync("third");

        var device = another.Client.Status.LidJid!.Value;
        Assert.Equal([device], _wire.GroupMessages[^1].Keys.Select(copy => copy.To));
        Assert.Equal(2u, _wire.GroupMessages[^1].Iteration);
    }

    [Fact]
    public async Task Whoever_was_removed_gets_nothing_and_its_key_does_not_open_what_comes_after()
    {
        await using var a = await TestDevice.PairAsync(_sandbox, _alice);
        var bobStore = new MemorySessionStore();
        await using var b = await TestDevice.PairAsync(_sandbox, _bob, bobStore);
        await using var c = await TestDevice.PairAsync(_sandbox, _carol);
        var group = await a.Client.Groups.CreateAsync("Trip", [_bob.Jid, _carol.Jid]);
        await a.Client.Messages.SendTextAsync(group.Jid, "from a before");
        await c.Client.Messages.SendTextAsync(group.Jid, "from c before");
        await b.ReceivesAsync("from a before");
        await b.ReceivesAsync("from c before");

        var results = await a.Client.Groups.RemoveParticipantsAsync(group.Jid, [_bob.Jid]);
        Assert.Equal([new ParticipantResult(_bob.Lid, 200)], results);
        await HappensAsync<GroupParticipantsChanged>(c, e => e.Change == GroupChange.Removed && e.Participants.SequenceEqual([_bob.Lid]));
        await HappensAsync<GroupParticipantsChanged>(b, e => e.Change == GroupChange.Removed);
        await a.Client.Messages.SendTextAsync(group.Jid, "from a after");
        await c.Client.Messages.SendTextAsync(group.Jid, "from c after");
        await a.ReceivesAsync("from c after");
        await c.ReceivesAsync("from a after");

        await _wire.NobodyReadsAfterAsync(bobStore, group.Jid, a.Client.Status.LidJid!.Value, before: 1, after: 1);
        await _wire.NobodyReadsAfterAsync(bobStore, group.Jid, c.Client.Status.LidJid!.Value, before: 1, after: 1);
        Assert.DoesNotContain(b.Received, m => m.Text!.EndsWith("after", StringComparison.Ordinal));
        await Assert.ThrowsAsync<WhatsAppRequestException>(() => b.Client.Groups.GetAsync(group.Jid));
    }

    [Fact]
    public async Task Whoever_leaves_by_itself_reads_no_further_and_a_new_member_reads_nothing_from_before()
    {
        await using var a = await TestDevice.PairAsync(_sandbox, _alice);
        var bobStore = new MemorySessionStore();
        await using var b = await TestDevice.PairAsync(_sandbox, _bob, bobStore);
        var group = await a.Client.Groups.CreateAsync("Trip", [_bob.Jid]);
        await a.Client.Messages.SendTextAsync(group.Jid, "before");
        await b.ReceivesAsync("before");

        await b.Client.Groups.LeaveAsync(group.Jid);
        await HappensAsync<GroupParticipantsChanged>(a, e => e.Change == GroupChange.Left && e.Participants.SequenceEqual([_bob.Lid]));
        var carolStore = new MemorySessionStore();
        await using var c = await TestDevice.PairAsync(_sandbox, _carol, carolStore);
        Assert.True(Assert.Single(await a.Client.Groups.AddParticipantsAsync(group.Jid, [_carol.Jid])).IsSuccess);
        await HappensAsync<GroupJoined>(c, e => e.Group.Jid == group.Jid && e.Group.Participants.Count == 2);
        await a.Client.Messages.SendTextAsync(group.Jid, "after");
        await c.ReceivesAsync("after");

        await _wire.NobodyReadsAfterAsync(bobStore, group.Jid, a.Client.Status.LidJid!.Value, before: 1, after: 1);
        Assert.DoesNotContain(c.Received, m => m.Text == "before");
    }

    [Fact]
    public async Task An_unlinked_device_of_a_member_reads_no_further()
    {
        await using var a = await TestDevice.PairAsync(_sandbox, _alice);
        var bobStore = new MemorySessionStore();
        await using var b = await TestDevice.PairAsync(_sandbox, _bob, bobStore);
        var group = await a.Client.Groups.CreateAsync("Trip", [_bob.Jid]);
        await a.Client.Messages.SendTextAsync(group.Jid, "before");
        await b.ReceivesAsync("before");
        var sent = _wire.GroupMessages.Count;

        await _sandbox.RemoveDeviceAsync(b.Client.Status.PhoneJid!.Value);
        await Wait.UntilAsync(() => !_sandbox.Core.Accounts.FindDevice(a.Client.Status.LidJid!.Value)!.Pending.Any(s => s.Tag == "notification"), "the notification");
        await a.Client.Messages.SendTextAsync(group.Jid, "after");
        await ReadsAsync(_bob, "after");

        Assert.NotEqual(_wire.GroupMessages[sent - 1].KeyId, _wire.GroupMessages[sent].KeyId);
        await _wire.NobodyReadsAfterAsync(bobStore, group.Jid, a.Client.Status.LidJid!.Value, before: 1, after: 1);
    }

    [Fact]
    public async Task A_key_that_was_given_without_an_answer_of_the_server_is_given_again()
    {
        await using var a = await TestDevice.PairAsync(_sandbox, _alice);
        var group = await a.Client.Groups.CreateAsync("Trip", [_bob.Jid]);
        _sandbox.Faults.RefuseNext(a.Client.Status.LidJid!.Value, 500);

        await Assert.ThrowsAsync<Core.Messages.MessageRejectedException>(() => a.Client.Messages.SendTextAsync(group.Jid, "refused"));
        await a.Client.Messages.SendTextAsync(group.Jid, "taken");
        await ReadsAsync(_bob, "taken");

        Assert.Equal([2, 2], _wire.GroupMessages.Select(m => m.Keys.Count));
    }

    [Fact]
    public async Task A_refusal_for_stale_addressing_is_remedied_under_the_same_id()
    {
        await using var a = await TestDevice.PairAsync(_sandbox, _alice);
        var group = await a.Client.Groups.CreateAsync("Trip", [_bob.Jid]);
        _sandbox.Faults.RefuseNext(a.Client.Status.LidJid!.Value, 421);

        var sent = await a.Client.Messages.SendTextAsync(group.Jid, "hello");

        await ReadsAsync(_bob, "hello");
        Assert.Equal([sent.Id, sent.Id], _wire.GroupMessages.Select(m => m.Id));
        _sandbox.Faults.RefuseNext(a.Client.Status.LidJid!.Value, 421);
        _sandbox.Faults.RefuseNext(a.Client.Status.LidJid!.Value, 421);
        var refused = await Assert.ThrowsAsync<Core.Messages.MessageRejectedException>(() => a.Client.Messages.SendTextAsync(group.Jid, "again"));
        Assert.Equal(421, refused.Code);
        Assert.Equal(4, _wire.GroupMessages.Count);
    }

    [Fact]
    public async Task A_group_and_its_keys_outlive_a_restart_of_server_and_client()
    {
        var server = new MemorySessionStore();
        var store = new MemorySessionStore();
        await StartAsync(GroupAddressing.Lid, server);
        Jid group;
        await using (var a = await TestDevice.PairAsync(_sandbox, _alice, store))
        {
            group = (await a.Client.Groups.CreateAsync("Trip", [_bob.Jid])).Jid;
            await a.Client.Messages.SendTextAsync(group, "before");
            await ReadsAsync(_bob, "before");
        }

        await StartAsync(GroupAddressing.Lid, server);
        await using var again = TestDevice.Create(_sandbox, store);
        await again.Client.ResumeAsync();
        await again.ConnectedAsync();
        Assert.Equal("Trip", (await again.Client.Groups.GetAsync(group)).Subject);
        await again.Client.Messages.SendTextAsync(group, "after");
        await ReadsAsync(_bob, "after");
        await _bob.SendTextAsync(group.ToString(), "answer");
        await again.ReceivesAsync("answer");

        var message = Assert.Single(_wire.GroupMessages, m => m.From == again.Client.Status.LidJid);
        Assert.Empty(message.Keys);
        Assert.Equal(1u, message.Iteration);
    }

    [Fact]
    public async Task Delivery_in_a_group_is_reported_for_each_reader()
    {
        await using var a = await TestDevice.PairAsync(_sandbox, _alice);
        await using var b = await TestDevice.PairAsync(_sandbox, _bob);
        var group = await a.Client.Groups.CreateAsync("Trip", [_bob.Jid, _carol.Jid]);
        var sent = await a.Client.Messages.SendTextAsync(group.Jid, "hello");

        foreach (var reader in new[] { _bob.Lid, _carol.Lid })
        {
            await HappensAsync<ReceiptReceived>(
                a, r => r.Kind == ReceiptKind.Delivered && r.Chat == group.Jid && r.Ids.Contains(sent.Id) && r.From.ToUser() == reader);
        }

        // Our own phone's receipt is no news.
        Assert.DoesNotContain(a.Events.OfType<ReceiptReceived>(), r => r.From.User == _alice.Lid.User);
    }

    [Fact]
    public async Task What_others_are_not_allowed_is_refused_and_told_for_each_person()
    {
        await using var a = await TestDevice.PairAsync(_sandbox, _alice);
        await using var b = await TestDevice.PairAsync(_sandbox, _bob);
        var group = await a.Client.Groups.CreateAsync("Trip", [_bob.Jid]);
        var stranger = Jid.FromPhoneNumber("19998887777");

        Assert.Equal([404, 409, 200], (await a.Client.Groups.AddParticipantsAsync(group.Jid, [stranger, _bob.Jid, _carol.Jid])).Select(r => r.Code));
        Assert.Equal(403, (await Assert.ThrowsAsync<WhatsAppRequestException>(() => b.Client.Groups.RemoveParticipantsAsync(group.Jid, [_carol.Jid]))).Code);
        Assert.Equal(404, (await Assert.ThrowsAsync<WhatsAppRequestException>(() => b.Client.Groups.GetAsync(new Jid("120363", JidServer.Group)))).Code);
        await Assert.ThrowsAsync<ArgumentException>(() => b.Client.Groups.GetAsync(_carol.Jid));
        await Assert.ThrowsAsync<ArgumentException>(() => b.Client.Groups.CreateAsync("Trip", [group.Jid]));
    }

    [Fact]
    public async Task A_status_update_reaches_its_audience_and_our_own_devices()
    {
        // Without the phone's keys a device knows no contacts.
        _alice.AppState.HelpsDevices = false;
        await using var a = await TestDevice.PairAsync(_sandbox, _alice);
        await using var b = await TestDevice.PairAsync(_sandbox, _bob);
        _alice.ChooseStatusAudience([_bob.Jid]);
        var status = new Jid("status", JidServer.Broadcast);

        await a.Client.Messages.SendTextAsync(status, "news");
        await a.Client.Messages.SendTextAsync(status, "more news");

        Assert.Equal(status, (await b.ReceivesAsync("news")).Chat);
        Assert.Equal(_alice.Lid, (await b.ReceivesAsync("more news")).Sender);
        await ReadsAsync(_alice, "more news");
        Assert.DoesNotContain(_carol.Messages, m => m.Text.EndsWith("news", StringComparison.Ordinal));
        _alice.ChooseStatusAudience(null);
        await Assert.ThrowsAsync<StatusAudienceUnknownException>(() => a.Client.Messages.SendTextAsync(status, "to whom?"));
    }

    private static Task ReadsAsync(SandboxPhone phone, string text) => Wait.UntilAsync(
        () => phone.Messages.Any(m => m.Text == text), $"'{text}' on {phone.Number}");

    private static Task<T> HappensAsync<T>(TestDevice device, Func<T, bool> condition)
        where T : WhatsAppEvent => Wait.ForAsync(() => device.Events.OfType<T>().FirstOrDefault(condition), typeof(T).Name);

    private async Task StartAsync(GroupAddressing addressing, ISessionStore? store = null)
    {
        if (_sandbox is not null)
        {
            await _sandbox.DisposeAsync();
        }

        _wire.Clear();
        _sandbox = await WhatsAppSandbox.StartAsync(new SandboxOptions { GroupAddressing = addressing, Store = store }, TestLog.Factory);
        _sandbox.Faults.Sending = _wire.Note;
        _alice = await _sandbox.AddPhoneAsync("15550001");
        _bob = await _sandbox.AddPhoneAsync("15550002");
        _carol = await _sandbox.AddPhoneAsync("15550003");
    }
}
