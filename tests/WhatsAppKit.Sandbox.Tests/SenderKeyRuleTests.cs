using Google.Protobuf;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Protobuf;
using WhatsAppKit.Core.Session.Events;
using WhatsAppKit.Core.Session.Fanout;
using WhatsAppKit.Core.Session.State;
using WhatsAppKit.Core.Signal;
using WhatsAppKit.Core.Storage;
using WhatsAppKit.Sandbox.Phones;

namespace WhatsAppKit.Sandbox.Tests;

/// <summary>From whom a sender key is taken, and for what.</summary>
public sealed class SenderKeyRuleTests : IAsyncLifetime
{
    private readonly MemorySessionStore _store = new();
    private WhatsAppSandbox _sandbox = null!;
    private SandboxPhone _owner = null!;
    private SandboxPhone _friend = null!;
    private TestDevice _device = null!;
    private Jid _group;
    private Jid _other;
    private int _lastId;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await WhatsAppSandbox.StartAsync(loggers: TestLog.Factory);
        _owner = await _sandbox.AddPhoneAsync("15550001");
        _friend = await _sandbox.AddPhoneAsync("15550002");
        _device = await TestDevice.PairAsync(_sandbox, _owner, _store);
        _group = (await _device.Client.Groups.CreateAsync("Trip", [_friend.Jid])).Jid;
        _other = (await _device.Client.Groups.CreateAsync("Another", [_friend.Jid])).Jid;
        await _friend.SendTextAsync("15550001", "hello");
        await _device.ReceivesAsync("hello");
    }

    public async ValueTask DisposeAsync()
    {
        await _device.DisposeAsync();
        await _sandbox.DisposeAsync();
    }

    [Fact]
    public async Task A_key_in_a_message_for_us_from_the_group_is_taken_and_raises_nothing()
    {
        var events = _device.Events.OfType<MessageReceived>().Count();
        await DeliverAsync(_group, await PairwiseAsync(Key(_group)));
        await ConfirmedAsync();

        Assert.NotNull(await KeptAsync(_group));
        Assert.Equal(events, _device.Events.OfType<MessageReceived>().Count());
    }

    [Fact]
    public async Task A_key_in_a_direct_message_is_not_taken()
    {
        await DeliverAsync(null, await PairwiseAsync(Key(_group)));
        await ConfirmedAsync();
        Assert.Null(await KeptAsync(_group));
    }

    [Fact]
    public async Task A_key_for_another_group_than_the_messages_own_is_not_taken()
    {
        await DeliverAsync(_group, await PairwiseAsync(Key(_other)));
        await ConfirmedAsync();
        Assert.Null(await KeptAsync(_group));
        Assert.Null(await KeptAsync(_other));
    }

    [Fact]
    public async Task A_key_inside_a_group_message_is_not_taken()
    {
        using var own = new SenderKeyRecord();
        own.Renew();
        await DeliverAsync(_group, await PairwiseAsync(Key(_group, own)));
        await ConfirmedAsync();
        var before = await KeptAsync(_group);
        var inside = SenderKeyCipher.Encrypt(own, MessagePadding.Pad(Key(_group).ToByteArray()));
        await DeliverAsync(_group, new BinaryNode("enc", [("v", "2"), ("type", "skmsg")], inside));
        await ConfirmedAsync();

        using var kept = SenderKeyRecord.Deserialize(Assert.NotNull(await KeptAsync(_group)));
        Assert.Equal(own.Current!.KeyId, Assert.Single(kept.States).KeyId);
        Assert.NotNull(before);
    }

    [Fact]
    public async Task A_malformed_key_is_refused_and_nothing_is_stored()
    {
        var session = await _store.GetAsync(StoreKind.Session, new SignalAddress(_friend.Lid).Key);
        var bad = Key(_group);
        bad.SenderKeyDistributionMessage.AxolotlSenderKeyDistributionMessage = ByteString.CopyFromUtf8("nonsense");
        await DeliverAsync(_group, await PairwiseAsync(bad));
        await ConfirmedAsync();

        Assert.Null(await KeptAsync(_group));
        Assert.Equal(session, await _store.GetAsync(StoreKind.Session, new SignalAddress(_friend.Lid).Key));
    }

    [Fact]
    public async Task A_key_belongs_to_whom_the_message_authenticates_and_opens_nobody_elses_messages()
    {
        using var own = new SenderKeyRecord();
        own.Renew();
        await DeliverAsync(_group, await PairwiseAsync(Key(_group, own)));
        await ConfirmedAsync();

        // The same bytes, said to be the owner's phone's.
        var forged = SenderKeyCipher.Encrypt(own, MessagePadding.Pad(new Message { Conversation = "forged" }.ToByteArray()));
        await DeliverAsync(_group, new BinaryNode("enc", [("v", "2"), ("type", "skmsg")], forged), participant: _owner.Lid);
        await Wait.UntilAsync(() => _device.Events.OfType<MessageUndecryptable>().Any(e => e.Sender == _owner.Lid), "the refusal");
        Assert.DoesNotContain(_device.Received, m => m.Text == "forged");
    }

    [Fact]
    public async Task A_message_of_a_sender_whose_key_is_unknown_is_asked_for_with_keys_at_once()
    {
        using var own = new SenderKeyRecord();
        own.Renew();
        var stanzas = new System.Collections.Concurrent.ConcurrentQueue<BinaryNode>();
        _sandbox.Faults.Delivering = (_, stanza) =>
        {
            stanzas.Enqueue(stanza);
            return [stanza];
        };
        var text = SenderKeyCipher.Encrypt(own, MessagePadding.Pad(new Message { Conversation = "text" }.ToByteArray()));
        await DeliverAsync(_group, new BinaryNode("enc", [("v", "2"), ("type", "skmsg")], text));

        var request = await Wait.ForAsync(() => stanzas.FirstOrDefault(s => s["type"] == "retry"), "the request");
        Assert.Equal("1", request.Child("retry")!["count"]);
        Assert.NotNull(request.Child("keys"));
        Assert.Equal(_group, request.Jid("from"));
    }

    private static Message Key(Jid group, SenderKeyRecord? record = null)
    {
        using var fresh = new SenderKeyRecord();
        var state = record?.Current ?? fresh.Renew();
        return new Message
        {
            SenderKeyDistributionMessage = new Message.Types.SenderKeyDistributionMessage
            {
                GroupId = group.ToString(),
                AxolotlSenderKeyDistributionMessage = ByteString.CopyFrom(SenderKeyDistribution.Of(state).Serialize()),
            },
        };
    }

    private ValueTask<ReadOnlyMemory<byte>?> KeptAsync(Jid group) =>
        _store.GetAsync(StoreKind.SenderKey, $"{group}::{new SignalAddress(_friend.Lid).Key}");

    /// <summary>What the friend's phone encrypts for our device, whatever it says.</summary>
    private Task<BinaryNode> PairwiseAsync(Message content) => _friend.State.UpdateAsync(
        async transaction =>
        {
            var address = new SignalAddress(_device.Client.Status.LidJid!.Value);
            var record = await transaction.Sessions.GetAsync(address, CancellationToken.None);
            var encrypted = SessionCipher.Encrypt(record, transaction.Credentials.LocalIdentity, MessagePadding.Pad(content.ToByteArray()));
            transaction.Sessions.Touch(address);
            return new BinaryNode("enc", [("v", "2"), ("type", encrypted.IsPreKey ? "pkmsg" : "msg")], encrypted.Bytes);
        },
        CancellationToken.None);

    private Task DeliverAsync(Jid? group, BinaryNode enc, Jid? participant = null)
    {
        var from = participant ?? _friend.Lid;
        NodeAttribute[] attributes =
        [
            ("from", group ?? from), ("participant", group is null ? (Jid?)null : from), ("id", $"FORGED{++_lastId}"), ("type", "text"), ("t", "1700000000"),
        ];
        return _sandbox.Core.Server.Delivery.DeliverAsync(
            _sandbox.Core.Accounts.FindDevice(_device.Client.Status.LidJid!.Value)!, new BinaryNode("message", attributes, enc));
    }

    /// <summary>The device has told the server that it dealt with everything.</summary>
    private Task ConfirmedAsync() => Wait.UntilAsync(
        () =>
        {
            lock (_sandbox.Core.Accounts.Gate)
            {
                return !_sandbox.Core.Accounts.FindDevice(_device.Client.Status.LidJid!.Value)!.Pending.Any(s => s.Tag == "message");
            }
        },
        "the confirmation");
}
