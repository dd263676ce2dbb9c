using Microsoft.Extensions.Time.Testing;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Calls;
using WhatsAppKit.Core.Session.Events;
using WhatsAppKit.Core.Session.State;
using WhatsAppKit.Core.Storage;
using WhatsAppKit.Core.Tests.Session;

namespace WhatsAppKit.Core.Tests.Calls;

/// <summary>Calls, in the shapes the server tells them.</summary>
public sealed class CallTests : IAsyncLifetime
{
    private static readonly Jid Caller = Jid.Parse("100000000000001@lid");
    private static readonly Jid CallerPhone = Jid.FromPhoneNumber("15557654321");
    private static readonly Jid Group = Jid.Parse("120363000000000001@g.us");

    private readonly ScriptedSession _session = new();
    private readonly EventHub _events = new(1024);
    private readonly EventSubscription _subscription;
    private readonly DeviceState _state;
    private readonly FakeTimeProvider _time = new(DateTimeOffset.FromUnixTimeSeconds(1_700_000_000));
    private readonly CallService _calls;

    public CallTests()
    {
        _subscription = _events.Subscribe();
        _state = new DeviceState(new MemorySessionStore(), _events);
        _calls = new CallService(_session, _state, _time);
    }

    public async ValueTask InitializeAsync()
    {
        await _state.LoadAsync(default);
        await _state.UpdateCredentialsAsync(
            credentials => credentials with { PhoneJid = Jid.Parse("15551234567:4@s.whatsapp.net"), LidJid = Jid.Parse("100000000000009:4@lid") }, default);
    }

    public ValueTask DisposeAsync()
    {
        _subscription.Dispose();
        return _state.DisposeAsync();
    }

    [Fact]
    public async Task An_offer_rings_and_a_timeout_without_an_answer_is_a_missed_call()
    {
        await ReceiveAsync(Step("offer", children: new BinaryNode("video")));
        await ReceiveAsync(Step("terminate", reason: "timeout"));

        var happened = await EventsAsync();
        Assert.Equal([CallStatus.Ringing, CallStatus.Missed], happened.Select(call => call.Status));
        Assert.All(happened, call => Assert.Equal((Caller, CallerPhone, true, false), (call.Caller, call.CallerPhone!.Value, call.IsVideo, call.IsGroup)));
        Assert.Equal("timeout", happened[1].Reason);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1_700_000_005), happened[0].Timestamp);
    }

    [Theory]
    [InlineData("accept", CallStatus.AnsweredElsewhere)]
    [InlineData("reject", CallStatus.RejectedElsewhere)]
    public async Task What_another_device_answered_is_not_missed(string step, CallStatus status)
    {
        await ReceiveAsync(Step("offer"));
        await ReceiveAsync(Step(step));
        await ReceiveAsync(Step("terminate", reason: "timeout"));

        Assert.Equal([CallStatus.Ringing, status, CallStatus.Ended], (await EventsAsync()).Select(call => call.Status));
    }

    [Fact]
    public async Task A_group_call_is_told_as_such()
    {
        await ReceiveAsync(new BinaryNode("offer_notice", [("call-id", "C"), ("call-creator", Caller), ("media", "video"), ("type", "group"), ("group-jid", Group)]));

        var call = Assert.Single(await EventsAsync());
        Assert.Equal((true, true, Group), (call.IsGroup, call.IsVideo, call.Group!.Value));
    }

    [Fact]
    public async Task Every_stanza_is_acked_whatever_it_says()
    {
        BinaryNode[] steps =
        [
            Step("offer"), Step("relaylatency"), Step("transport"), Step("preaccept"), Step("mute_v2"), Step("heartbeat"),
            new BinaryNode("offer"), new BinaryNode("offer", [("call-id", new string('x', 129)), ("call-creator", Caller)]),
        ];
        foreach (var step in steps)
        {
            await ReceiveAsync(step);
        }

        await _session.ReceiveAsync(new BinaryNode("call", [("from", Caller), ("id", "empty"), ("t", "1")]));

        Assert.Equal(steps.Length + 1, _session.Sent.Count);
        Assert.All(_session.Sent, ack => Assert.Equal(("ack", "call", Caller), (ack.Tag, ack["class"], ack.Jid("to"))));
        Assert.Single(await EventsAsync());
    }

    [Fact]
    public async Task What_the_server_repeats_is_told_once()
    {
        foreach (var step in new[] { "offer", "offer", "terminate", "terminate", "offer" })
        {
            await ReceiveAsync(Step(step));
        }

        Assert.Equal([CallStatus.Ringing, CallStatus.Ended], (await EventsAsync()).Select(call => call.Status));
    }

    [Fact]
    public async Task Offers_are_remembered_for_five_minutes_and_their_number_is_bounded()
    {
        await ReceiveAsync(Step("offer", children: new BinaryNode("video")));
        _time.Advance(TimeSpan.FromMinutes(5) + TimeSpan.FromSeconds(1));
        await ReceiveAsync(Step("terminate"));
        Assert.False((await EventsAsync())[^1].IsVideo);

        await ReceiveAsync(Step("offer", id: "first", children: new BinaryNode("video")));
        for (var i = 0; i < OpenCalls.Capacity; i++)
        {
            await ReceiveAsync(Step("offer", id: $"{i}"));
        }

        await ReceiveAsync(Step("terminate", id: "first"));
        Assert.False((await EventsAsync())[^1].IsVideo);
        await ReceiveAsync(Step("terminate", id: $"{OpenCalls.Capacity - 1}"));
        Assert.Equal(CallStatus.Ended, (await EventsAsync())[^1].Status);
    }

    [Fact]
    public async Task Refusing_names_the_call_in_the_form_it_came_in_and_it_is_not_missed_then()
    {
        await ReceiveAsync(Step("offer"));
        var call = Assert.Single(await EventsAsync());

        await _calls.RejectAsync(call);

        var sent = _session.Sent[^1];
        Assert.Equal(("call", Caller, Jid.Parse("100000000000009@lid")), (sent.Tag, sent.Jid("to"), sent.Jid("from")));
        Assert.Matches("^[0-9A-F]{32}$", sent["id"]!);
        var reject = Assert.Single(sent.Children);
        Assert.Equal(("reject", "C", Caller, "0"), (reject.Tag, reject["call-id"], reject.Jid("call-creator"), reject["count"]));
        await ReceiveAsync(Step("terminate", reason: "timeout"));
        Assert.Equal(CallStatus.Ended, (await EventsAsync())[^1].Status);

        await Assert.ThrowsAsync<ArgumentException>(() => _calls.RejectAsync(call with { Status = CallStatus.Ended }));
    }

    private static BinaryNode Step(string tag, string id = "C", string? reason = null, params BinaryNode[] children) =>
        new(tag, [("call-id", id), ("call-creator", Caller.WithDevice(5)), ("caller_pn", CallerPhone), ("reason", reason)], children);

    private ValueTask ReceiveAsync(BinaryNode step) =>
        _session.ReceiveAsync(new BinaryNode("call", [("from", Caller), ("id", "S1"), ("t", "1700000005")], step));

    /// <summary>What was told since the last time.</summary>
    private async Task<CallChanged[]> EventsAsync()
    {
        var marker = new ReadElsewhere(Caller, Caller, [], false, default);
        _events.Publish(marker);
        var told = new List<CallChanged>();
        await foreach (var happened in _subscription.ReadAllAsync())
        {
            if (happened == marker)
            {
                break;
            }

            told.Add(Assert.IsType<CallChanged>(happened));
        }

        return [.. told];
    }
}
