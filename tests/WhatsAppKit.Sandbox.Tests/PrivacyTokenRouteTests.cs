using System.Collections.Concurrent;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Storage;
using WhatsAppKit.Sandbox.Phones;
using WhatsAppKit.Sandbox.State;

namespace WhatsAppKit.Sandbox.Tests;

/// <summary>The way of a privacy token: from whom was written to, to whoever wrote, and back with the answer.</summary>
public sealed class PrivacyTokenRouteTests : IAsyncLifetime
{
    private readonly ConcurrentQueue<(Device Sender, BinaryNode Message)> _sent = new();
    private readonly MemorySessionStore _bobStore = new();
    private readonly ConcurrentQueue<BinaryNode> _issued = new();
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
        _sandbox.Faults.Sending = (sender, message) => _sent.Enqueue((sender, message));
        _sandbox.Faults.Asking = (sender, iq) =>
        {
            if (iq["xmlns"] == "privacy" && sender.Account == _alicePhone.Account)
            {
                _issued.Enqueue(iq);
            }
        };
    }

    public async ValueTask DisposeAsync()
    {
        await _alice.DisposeAsync();
        await _bob.DisposeAsync();
        await _sandbox.DisposeAsync();
    }

    [Fact]
    public async Task Whoever_was_written_to_shows_the_writers_token_in_direct_messages_only()
    {
        var group = (await _bob.Client.Groups.CreateAsync("Trip", [_alicePhone.Jid])).Jid;
        var before = await _bob.Client.Messages.SendTextAsync(_alicePhone.Jid, "who are you");
        await _alice.Client.Messages.SendTextAsync(_bobPhone.Jid, "hello");
        await TrustedAsync();

        var answer = await _bob.Client.Messages.SendTextAsync(_alicePhone.Jid, "answer");
        await _alice.ReceivesAsync("answer");
        _sandbox.Faults.CorruptNext(_alice.Client.Status.LidJid!.Value);
        var again = await _bob.Client.Messages.SendTextAsync(_alicePhone.Jid, "again");
        await _alice.ReceivesAsync("again");
        var toAll = await _bob.Client.Messages.SendTextAsync(group, "to all");

        Assert.Null(Sent(before.Id).First().Child("tctoken"));
        Assert.NotEmpty(Sent(answer.Id).Single().Child("tctoken")!.Bytes.ToArray());
        Assert.Equal("tctoken", Sent(answer.Id).Single().Children[^1].Tag);
        Assert.Equal(2, Sent(again.Id).Length);
        Assert.NotNull(Sent(again.Id)[0].Child("tctoken"));
        Assert.Null(Sent(again.Id)[1].Child("tctoken"));
        Assert.Null(Sent(toAll.Id).Single().Child("tctoken"));
    }

    [Fact]
    public async Task Whoever_was_written_to_shows_the_token_when_asking_whether_the_writer_is_online()
    {
        var asked = new ConcurrentQueue<BinaryNode>();
        _sandbox.Faults.Reading = (_, stanza) =>
        {
            if (stanza.Tag == "presence" && stanza["type"] == "subscribe")
            {
                asked.Enqueue(stanza);
            }

            return Task.FromResult(true);
        };
        await _bob.Client.Presence.SubscribeAsync(_alicePhone.Lid);
        await _alice.Client.Messages.SendTextAsync(_bobPhone.Jid, "hello");
        await TrustedAsync();

        await _bob.Client.Presence.SubscribeAsync(_alicePhone.Lid);
        await Wait.UntilAsync(() => asked.Count == 2, "both questions");

        Assert.Null(asked.First().Child("tctoken"));
        Assert.NotEmpty(asked.Last().Child("tctoken")!.Bytes.ToArray());
    }

    [Fact]
    public async Task A_refusal_for_want_of_trust_issues_a_token_but_an_action_does_not()
    {
        var device = _alice.Client.Status.LidJid!.Value;
        var carolPhone = await _sandbox.AddPhoneAsync("15550003");
        await _alice.Client.Messages.SharePhoneNumberAsync(carolPhone.Jid);
        _sandbox.Faults.RefuseNext(device, 463);

        await Assert.ThrowsAsync<Core.Messages.MessageRejectedException>(() => _alice.Client.Messages.SendTextAsync(_bobPhone.Jid, "hello"));

        // Tokens are issued in order: one for Carol would have come first.
        await TrustedAsync();
        Assert.Equal(_bobPhone.Jid, Assert.Single(_issued).Child("tokens")!.Child("token")!.Jid("jid"));
    }

    /// <summary>Waits until Bob's device has Alice's token.</summary>
    private async Task TrustedAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (await _bobStore.GetAsync(StoreKind.PrivacyToken, _alicePhone.Lid.ToString(), limit.Token) is not { } record
            || Core.Protobuf.StoredPrivacyToken.Parser.ParseFrom(record.Span).Token.IsEmpty)
        {
            await Task.Delay(20, limit.Token);
        }
    }

    private BinaryNode[] Sent(string id) => [.. _sent.Where(each => each.Message["id"] == id).Select(each => each.Message)];
}
