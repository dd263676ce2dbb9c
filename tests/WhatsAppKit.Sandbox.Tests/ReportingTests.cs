using System.Collections.Concurrent;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Messages;
using WhatsAppKit.Core.Protobuf;
using WhatsAppKit.Core.Session.Events;
using WhatsAppKit.Core.Storage;
using WhatsAppKit.Sandbox.Phones;

namespace WhatsAppKit.Sandbox.Tests;

/// <summary>Where the token stands that lets a reader report a message.</summary>
public sealed class ReportingTests : IAsyncLifetime
{
    private readonly ConcurrentQueue<BinaryNode> _sent = new();
    private WhatsAppSandbox _sandbox = null!;
    private SandboxPhone _alicePhone = null!;
    private SandboxPhone _bobPhone = null!;
    private TestDevice _bob = null!;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await WhatsAppSandbox.StartAsync(loggers: TestLog.Factory);
        _alicePhone = await _sandbox.AddPhoneAsync("15550001");
        _bobPhone = await _sandbox.AddPhoneAsync("15550002");
        _bob = await TestDevice.PairAsync(_sandbox, _bobPhone);
    }

    public async ValueTask DisposeAsync()
    {
        await _bob.DisposeAsync();
        await _sandbox.DisposeAsync();
    }

    [Fact]
    public async Task A_reader_can_compute_the_token_of_a_direct_and_of_a_group_message()
    {
        await using var alice = await TestDevice.PairAsync(_sandbox, _alicePhone);
        var group = (await alice.Client.Groups.CreateAsync("Trip", [_bobPhone.Jid])).Jid;
        Watch();

        await alice.Client.Messages.SendTextAsync(_bobPhone.Jid, "direct");
        await alice.Client.Messages.SendTextAsync(group, "to all");

        var direct = await _bob.ReceivesAsync("direct");
        var toAll = await _bob.ReceivesAsync("to all");
        Assert.Equal(Expected(direct, _bobPhone.Lid), Token(direct.Id));
        Assert.Equal(Expected(toAll, group), Token(toAll.Id));
        var children = _sent.Single(message => message["id"] == toAll.Id).Children.Select(child => child.Tag).ToArray();
        Assert.Equal(["enc", "reporting"], children[^2..]);
    }

    [Fact]
    public async Task Actions_repetitions_and_a_client_told_not_to_carry_no_token()
    {
        await using var alice = await TestDevice.PairAsync(_sandbox, _alicePhone);
        await using var quiet = TestDevice.Create(
            _sandbox, new MemorySessionStore(), TestDevice.Options(_sandbox) with { SendsReportingTokens = false });
        await quiet.PairAsync(await _sandbox.AddPhoneAsync("15550003"));
        await _bob.Client.Messages.SendTextAsync(_alicePhone.Jid, "hello");
        await alice.ReceivesAsync("hello");
        Watch();

        var sent = await alice.Client.Messages.SendTextAsync(_bobPhone.Jid, "first");
        await _bob.ReceivesAsync("first");
        await alice.Client.Messages.ReactAsync(sent.Reference, "+");
        await Wait.UntilAsync(() => _bob.Events.OfType<ReactionChanged>().Any(), "the reaction");
        _sandbox.Faults.CorruptNext(_bob.Client.Status.LidJid!.Value);
        var again = await alice.Client.Messages.SendTextAsync(_bobPhone.Jid, "again");
        await _bob.ReceivesAsync("again");
        var without = await quiet.Client.Messages.SendTextAsync(_bobPhone.Jid, "quiet");

        Assert.Equal([sent.Id, again.Id], _sent.Where(message => message.Child("reporting") is not null).Select(message => message["id"]));
        Assert.Equal(2, _sent.Count(message => message["id"] == again.Id));
        Assert.Contains(_sent, message => message["id"] == without.Id);
    }

    private void Watch() => _sandbox.Faults.Sending = (_, message) => _sent.Enqueue(message);

    private byte[] Token(string id) => _sent.Single(message => message["id"] == id).Child("reporting")!.Child("reporting_token")!.Bytes.ToArray();

    private static byte[] Expected(MessageReceived received, Jid chat)
    {
        var secret = Message.Parser.ParseFrom(received.RawContent.Span).MessageContextInfo.MessageSecret;
        return ReportingToken.Compute(secret.Span, received.Id, received.RawContent.Span, received.Sender, chat)!;
    }
}
