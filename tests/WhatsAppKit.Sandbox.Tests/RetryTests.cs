using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Session.Events;
using WhatsAppKit.Core.Session.State;
using WhatsAppKit.Core.Storage;
using WhatsAppKit.Sandbox.Phones;

namespace WhatsAppKit.Sandbox.Tests;

public sealed class RetryTests : IAsyncLifetime
{
    private readonly WireLog _wire = new();
    private readonly MemorySessionStore _aliceStore = new();
    private readonly MemorySessionStore _bobStore = new();
    private WhatsAppSandbox _sandbox = null!;
    private SandboxPhone _alicePhone = null!;
    private SandboxPhone _bobPhone = null!;
    private TestDevice _alice = null!;
    private TestDevice _bob = null!;

    private Jid AliceDevice => _alice.Client.Status.LidJid!.Value;

    private Jid BobDevice => _bob.Client.Status.LidJid!.Value;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await WhatsAppSandbox.StartAsync(loggers: TestLog.Factory);
        _sandbox.Faults.Sending = _wire.Note;
        _alicePhone = await _sandbox.AddPhoneAsync("15550001");
        _bobPhone = await _sandbox.AddPhoneAsync("15550002");
        _alice = await TestDevice.PairAsync(_sandbox, _alicePhone, _aliceStore);
        _bob = await TestDevice.PairAsync(_sandbox, _bobPhone, _bobStore);
    }

    public async ValueTask DisposeAsync()
    {
        await _alice.DisposeAsync();
        await _bob.DisposeAsync();
        await _sandbox.DisposeAsync();
    }

    [Fact]
    public async Task A_damaged_message_is_asked_for_again_and_read_once()
    {
        await TalkAsync();
        _sandbox.Faults.CorruptNext(BobDevice);
        var sent = await _alice.Client.Messages.SendTextAsync(_bobPhone.Jid, "damaged");

        await _bob.ReceivesAsync("damaged");

        var failure = Assert.Single(_bob.Events.OfType<MessageUndecryptable>());
        Assert.Equal((sent.Id, 1, "InvalidMessage"), (failure.Id, failure.Attempt, failure.Reason));
        await OnceAsync("damaged");
    }

    [Fact]
    public async Task A_damaged_group_message_is_asked_for_again_and_the_key_is_given_anew()
    {
        var group = await GroupAsync();
        _sandbox.Faults.CorruptNext(BobDevice);
        await _alice.Client.Messages.SendTextAsync(group, "damaged");
        await _bob.ReceivesAsync("damaged");
        await _alice.Client.Messages.SendTextAsync(group, "next");
        await _bob.ReceivesAsync("next");
        await _alice.Client.Messages.SendTextAsync(group, "last");
        await _bob.ReceivesAsync("last");

        // The repetition is for one device and no group message; the next group message carries the key to it, the last does not.
        Assert.Equal([0, 1, 0], _wire.GroupMessages.TakeLast(3).Select(m => m.Keys.Count));
        Assert.Equal(BobDevice, _wire.GroupMessages[^2].Keys[0].To);
        Assert.Single(_wire.GroupMessages.Select(m => m.KeyId).Distinct());
        await OnceAsync("damaged");
    }

    [Fact]
    public async Task A_message_that_brings_the_key_and_comes_late_is_read_all_the_same()
    {
        var group = (await _alice.Client.Groups.CreateAsync("Trip", [_bobPhone.Jid])).Jid;
        await Wait.UntilAsync(() => _bob.Events.OfType<Core.Groups.GroupJoined>().Any(), "the group");
        _sandbox.Faults.DropNext(BobDevice);
        await _alice.Client.Messages.SendTextAsync(group, "lost with its key");
        await _alice.Client.Messages.SendTextAsync(group, "without a key");

        // Nothing for this device alone is in it, so already the first request offers keys for a new session.
        await _bob.ReceivesAsync("without a key");
        Assert.Equal("NoSenderKey", Assert.Single(_bob.Events.OfType<MessageUndecryptable>()).Reason);

        // The lost one still waits on the server.
        await _bob.Client.DisconnectAsync();
        await _bob.Client.ConnectAsync();
        Assert.True((await _bob.ReceivesAsync("lost with its key")).IsOffline);
        await _alice.Client.Messages.SendTextAsync(group, "and on");
        await _bob.ReceivesAsync("and on");
        Assert.Single(_bob.Events.OfType<MessageUndecryptable>());
    }

    [Fact]
    public async Task A_message_that_is_read_twice_over_is_raised_once()
    {
        var group = await GroupAsync();
        _sandbox.Faults.CorruptNext(BobDevice);
        var sent = await _alice.Client.Messages.SendTextAsync(group, "both copies");
        await _bob.ReceivesAsync("both copies");

        // The undamaged copy turns up after the repetition was read.
        var late = _wire.GroupMessages[^1];
        await _sandbox.Core.Server.Delivery.DeliverAsync(_sandbox.Core.Accounts.FindDevice(BobDevice)!, new BinaryNode(
            "message",
            [("from", group), ("participant", AliceDevice), ("id", sent.Id), ("type", "text"), ("t", "1700000000")],
            new BinaryNode("enc", [("v", "2"), ("type", "skmsg")], late.Bytes)));
        await _alice.Client.Messages.SendTextAsync(group, "after");
        await _bob.ReceivesAsync("after");

        await OnceAsync("both copies");
    }

    [Fact]
    public async Task A_device_that_lost_its_session_offers_keys_and_reads_with_the_new_one()
    {
        await TalkAsync();
        await _bobStore.CommitAsync(new StoreCommit(StoreChange.Delete(StoreKind.Session, new SignalAddress(AliceDevice).Key)));

        await _alice.Client.Messages.SendTextAsync(_bobPhone.Jid, "after the loss");
        await _bob.ReceivesAsync("after the loss");

        Assert.Equal([1, 2], _bob.Events.OfType<MessageUndecryptable>().Select(e => e.Attempt));
        Assert.True(_wire.Copies.Last(copy => copy.From == AliceDevice && copy.To.User == BobDevice.User && copy.To.Device == BobDevice.Device).IsPreKey);
        await _bob.Client.Messages.SendTextAsync(_alicePhone.Jid, "heard");
        await _alice.ReceivesAsync("heard");
        await OnceAsync("after the loss");
    }

    [Fact]
    public async Task A_device_that_lost_a_sender_key_is_given_it_again()
    {
        var group = await GroupAsync();
        await _bobStore.CommitAsync(new StoreCommit(StoreChange.Delete(StoreKind.SenderKey, $"{group}::{new SignalAddress(AliceDevice).Key}")));

        await _alice.Client.Messages.SendTextAsync(group, "after the loss");
        await _bob.ReceivesAsync("after the loss");

        // It came with the repetition, in the same commit.
        Assert.NotNull(await _bobStore.GetAsync(StoreKind.SenderKey, $"{group}::{new SignalAddress(AliceDevice).Key}"));
        Assert.Equal("NoSenderKey", Assert.Single(_bob.Events.OfType<MessageUndecryptable>()).Reason);
        await _alice.Client.Messages.SendTextAsync(group, "and on");
        await _bob.ReceivesAsync("and on");
        Assert.Single(_bob.Events.OfType<MessageUndecryptable>());
    }

    [Fact]
    public async Task Whoever_is_out_of_the_group_is_sent_nothing_again()
    {
        var group = await GroupAsync();
        await _alice.Client.Messages.SendTextAsync(group, "said inside");
        await _bob.ReceivesAsync("said inside");
        var id = _wire.GroupMessages[^1].Id;
        await _alice.Client.Groups.RemoveParticipantsAsync(group, [_bobPhone.Jid]);
        var copies = _wire.Copies.Count;

        await _sandbox.Core.Server.Delivery.DeliverAsync(_sandbox.Core.Accounts.FindDevice(AliceDevice)!, new BinaryNode(
            "receipt",
            [("from", group), ("participant", BobDevice), ("id", id), ("type", "retry"), ("t", "1700000000")],
            new BinaryNode("retry", [("count", "1"), ("id", id), ("t", "1700000000"), ("v", "1")])));
        await Wait.UntilAsync(() => Pending(AliceDevice, "receipt") == 0, "the receipt to be dealt with");

        Assert.Equal(copies, _wire.Copies.Count);
    }

    [Fact]
    public async Task A_request_that_cannot_be_understood_is_dealt_with_and_harms_nobody()
    {
        await TalkAsync();
        var device = _sandbox.Core.Accounts.FindDevice(AliceDevice)!;
        foreach (var child in new BinaryNode?[]
        {
            null,
            new("retry", [("count", "x")]),
            new("keys", null, new BinaryNode("identity", null, new byte[3])),
        })
        {
            NodeAttribute[] attributes = [("from", BobDevice), ("id", "3EB0"), ("type", "retry"), ("t", "1700000000")];
            await _sandbox.Core.Server.Delivery.DeliverAsync(
                device, child is null ? new BinaryNode("receipt", attributes) : new BinaryNode("receipt", attributes, child));
        }

        await Wait.UntilAsync(() => Pending(AliceDevice, "receipt") == 0, "the receipts to be dealt with");
        await TalkAsync();
    }

    private int Pending(Jid device, string tag)
    {
        lock (_sandbox.Core.Accounts.Gate)
        {
            return _sandbox.Core.Accounts.FindDevice(device)!.Pending.Count(stanza => stanza.Tag == tag);
        }
    }

    private async Task TalkAsync()
    {
        var n = _wire.Copies.Count;
        await _alice.Client.Messages.SendTextAsync(_bobPhone.Jid, $"hello {n}");
        await _bob.ReceivesAsync($"hello {n}");
        await _bob.Client.Messages.SendTextAsync(_alicePhone.Jid, $"answer {n}");
        await _alice.ReceivesAsync($"answer {n}");
    }

    private async Task<Jid> GroupAsync()
    {
        var group = (await _alice.Client.Groups.CreateAsync("Trip", [_bobPhone.Jid])).Jid;
        await _alice.Client.Messages.SendTextAsync(group, "welcome");
        await _bob.ReceivesAsync("welcome");
        return group;
    }

    /// <summary>By the time a later message is read, a second copy of an earlier one would have been raised.</summary>
    private async Task OnceAsync(string text)
    {
        await _alice.Client.Messages.SendTextAsync(_bobPhone.Jid, "the end");
        await _bob.ReceivesAsync("the end");
        Assert.Single(_bob.Received, m => m.Text == text);
    }
}
