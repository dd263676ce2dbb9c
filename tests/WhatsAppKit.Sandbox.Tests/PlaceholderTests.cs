using System.Collections.Concurrent;
using Google.Protobuf;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Protobuf;
using WhatsAppKit.Core.Session.Events;
using WhatsAppKit.Core.Storage;
using WhatsAppKit.Sandbox.Phones;
using WhatsAppKit.Sandbox.State;

namespace WhatsAppKit.Sandbox.Tests;

/// <summary>Messages a device cannot read reach it through the account's phone.</summary>
public sealed class PlaceholderTests : IAsyncLifetime
{
    private readonly ConcurrentQueue<BinaryNode> _peer = new();
    private readonly ConcurrentDictionary<string, string?> _unavailable = new();
    private readonly ConcurrentDictionary<string, bool> _damaged = new();
    private readonly MemorySessionStore _bobStore = new();
    private string? _lost;
    private WhatsAppSandbox _sandbox = null!;
    private SandboxPhone _alicePhone = null!;
    private SandboxPhone _bobPhone = null!;
    private TestDevice _alice = null!;
    private TestDevice _bob = null!;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await WhatsAppSandbox.StartAsync(loggers: TestLog.Factory);
        _alicePhone = await _sandbox.AddPhoneAsync("15550001");
        _bobPhone = await _sandbox.AddPhoneAsync("15550002");
        _alice = await TestDevice.PairAsync(_sandbox, _alicePhone);
        _bob = await TestDevice.PairAsync(_sandbox, _bobPhone, _bobStore);
        _sandbox.Faults.Delivering = Deliver;
        _sandbox.Faults.Sending = (_, message) =>
        {
            if (message["category"] == "peer")
            {
                _peer.Enqueue(message);
            }
        };
    }

    public async ValueTask DisposeAsync()
    {
        await _alice.DisposeAsync();
        await _bob.DisposeAsync();
        await _sandbox.DisposeAsync();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("view_once")]
    public async Task A_message_without_content_is_fetched_from_the_phone_with_its_own_particulars(string? type)
    {
        const string id = "3EB0UNAVAILABLE";
        _unavailable[id] = type;

        var sent = await _alice.Client.Messages.SendTextAsync(_bobPhone.Jid, "from the phone", id);

        var received = await _bob.ReceivesAsync("from the phone");
        Assert.Equal((id, _alicePhone.Lid, _alicePhone.Lid, _alicePhone.Jid), (received.Id, received.Chat, received.Sender, received.SenderAlternate));
        Assert.Equal((false, sent.Timestamp), (received.FromMe, received.Timestamp));
        Assert.NotEmpty(received.PushName!);
        Assert.Equal("Unavailable", Assert.Single(_bob.Events.OfType<MessageUndecryptable>()).Reason);
    }

    [Fact]
    public async Task The_request_goes_to_the_phone_alone_and_carries_nothing_else()
    {
        const string id = "3EB0ALONE";
        await _alice.Client.Messages.SendTextAsync(_bobPhone.Jid, "issues a token");
        await _bob.ReceivesAsync("issues a token");
        _unavailable[id] = null;
        await _alice.Client.Messages.SendTextAsync(_bobPhone.Jid, "asked for", id);
        await _bob.ReceivesAsync("asked for");

        var request = _peer.First();
        Assert.Equal((_bobPhone.Jid, "text", "high_force"), (request.Jid("to"), request["type"], request["push_priority"]));
        Assert.Equal(["meta", "enc"], request.Children.Select(child => child.Tag).Take(2));
        Assert.DoesNotContain(request.Children, child => child.Tag is "participants" or "tctoken" or "reporting");
        Assert.Equal("default", request.Child("meta")!["appdata"]);
    }

    [Fact]
    public async Task A_group_message_without_content_is_fetched_under_its_own_writer()
    {
        const string id = "3EB0GROUP";
        var group = (await _alice.Client.Groups.CreateAsync("Trip", [_bobPhone.Jid])).Jid;
        await _alice.Client.Messages.SendTextAsync(group, "before");
        await _bob.ReceivesAsync("before");
        _unavailable[id] = null;

        await _alice.Client.Messages.SendTextAsync(group, "in the group", id);

        var received = await _bob.ReceivesAsync("in the group");
        Assert.Equal((group, id), (received.Chat, received.Id));
        Assert.Contains(received.Sender, (Jid[])[_alicePhone.Lid, _alicePhone.Jid]);
    }

    [Theory]
    [InlineData("view_once_unavailable_fanout")]
    [InlineData("bot_unavailable_fanout")]
    [InlineData("hosted_unavailable_fanout")]
    public async Task What_the_phone_would_withhold_is_not_asked_for(string type)
    {
        _unavailable["3EB0WITHHELD"] = type;
        _unavailable["3EB0ASKED"] = null;
        await _alice.Client.Messages.SendTextAsync(_bobPhone.Jid, "withheld", "3EB0WITHHELD");
        await _alice.Client.Messages.SendTextAsync(_bobPhone.Jid, "asked", "3EB0ASKED");

        // Requests go out in order: one for the first message would have been answered first.
        await _bob.ReceivesAsync("asked");
        Assert.DoesNotContain(_bob.Received, message => message.Text == "withheld");
        Assert.Equal(["3EB0WITHHELD", "3EB0ASKED"], _bob.Events.OfType<MessageUndecryptable>().Select(each => each.Id));
    }

    [Fact]
    public async Task A_message_that_stays_unreadable_is_fetched_and_one_that_arrives_is_not()
    {
        await _alice.Client.Messages.SendTextAsync(_bobPhone.Jid, "first");
        await _bob.ReceivesAsync("first");
        await _bob.Client.Messages.SendTextAsync(_alicePhone.Jid, "answer");
        await _alice.ReceivesAsync("answer");
        _damaged["3EB0ONCE"] = false;
        await _alice.Client.Messages.SendTextAsync(_bobPhone.Jid, "damaged once", "3EB0ONCE");
        await _bob.ReceivesAsync("damaged once");
        _damaged["3EB0ALWAYS"] = true;

        await _alice.Client.Messages.SendTextAsync(_bobPhone.Jid, "damaged always", "3EB0ALWAYS");

        // The wait for the second message is over after the one for the first.
        await _bob.ReceivesAsync("damaged always");
        Assert.Equal(1, _peer.Count(message => message.Jid("to") == _bobPhone.Jid));
        _damaged.Clear();
        await _alice.Client.Messages.SendTextAsync(_bobPhone.Jid, "last");
        await _bob.ReceivesAsync("last");
        Assert.Single(_bob.Received, message => message.Text == "damaged once");
        Assert.Single(_bob.Received, message => message.Text == "damaged always");
    }

    [Fact]
    public async Task An_answer_nobody_asked_for_raises_nothing()
    {
        await _alice.Client.Messages.SendTextAsync(_bobPhone.Jid, "known", "3EB0KNOWN");
        await _bob.ReceivesAsync("known");
        var other = new Message { Conversation = "slipped in" };
        await OfferAsync("3EB0FRESH", _alicePhone.Lid, other);

        // Asked for, but the phone has it not, and then names another chat.
        const string id = "3EB0OTHER";
        _unavailable[id] = null;
        _lost = id;
        await _alice.Client.Messages.SendTextAsync(_bobPhone.Jid, "never seen", id);
        await AskedAsync(id);
        var carol = await _sandbox.AddPhoneAsync("15550003");
        await OfferAsync(id, carol.Lid, other);
        await OfferAsync(id, _alicePhone.Jid, new Message { Conversation = "genuine" });

        await _bob.ReceivesAsync("genuine");
        Assert.DoesNotContain(_bob.Received, message => message.Text == "slipped in");
    }

    /// <summary>Waits until Bob's device has asked for a message.</summary>
    private async Task AskedAsync(string id)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (await _bobStore.GetAsync(StoreKind.Placeholder, id, limit.Token) is null)
        {
            await Task.Delay(20, limit.Token);
        }
    }

    /// <summary>The phone hands over a message of its own accord.</summary>
    private Task OfferAsync(string id, Jid chat, Message content) =>
        _bobPhone.Memory.OfferAsync(_bob.Client.Status.PhoneJid!.Value, "3EB0REQUEST", [Info(id, chat, content).ToByteArray()], CancellationToken.None);

    private static WebMessageInfo Info(string id, Jid chat, Message content) => new()
    {
        Key = new MessageKey { RemoteJid = chat.ToString(), FromMe = false, Id = id },
        Message = content,
    };

    private IReadOnlyList<BinaryNode> Deliver(Device device, BinaryNode stanza)
    {
        var id = stanza["id"] ?? "";
        if (id == _lost && device.Id == 0)
        {
            return [];
        }

        if (stanza.Tag != "message" || device.Account != _bobPhone.Account || device.Id == 0)
        {
            return [stanza];
        }

        if (_unavailable.TryGetValue(id, out var type))
        {
            return [new BinaryNode("message", [.. stanza.Attributes], new BinaryNode("unavailable", [("type", type)]))];
        }

        var isDamaged = _damaged.TryGetValue(id, out var always) && (always || _damaged.TryRemove(id, out _));
        return [isDamaged ? Damaged(stanza) : stanza];
    }

    private static BinaryNode Damaged(BinaryNode stanza) => new(
        stanza.Tag, [.. stanza.Attributes], [.. stanza.Children.Select(child => child.Tag == "enc" ? new BinaryNode("enc", [.. child.Attributes], Flipped(child)) : child)]);

    private static byte[] Flipped(BinaryNode enc)
    {
        // In the middle lies the ciphertext, in an opening message too.
        var bytes = enc.Bytes.ToArray();
        bytes[bytes.Length / 2] ^= 1;
        bytes[bytes.Length * 2 / 3] ^= 1;
        return bytes;
    }
}
