using System.Collections.Concurrent;
using System.Text;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Messages;
using WhatsAppKit.Core.Session.Events;
using WhatsAppKit.Core.Storage;
using WhatsAppKit.Sandbox.Phones;
using WhatsAppKit.Sandbox.State;

namespace WhatsAppKit.Sandbox.Tests;

/// <summary>What a caller is told when a message is refused, or its answer is lost.</summary>
public sealed class SendErrorTests : IAsyncLifetime
{
    private readonly MemorySessionStore _store = new();
    private readonly ConcurrentQueue<BinaryNode> _sent = new();
    private WhatsAppSandbox _sandbox = null!;
    private SandboxPhone _bobPhone = null!;
    private TestDevice _alice = null!;

    private Jid AliceDevice => _alice.Client.Status.LidJid!.Value;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await WhatsAppSandbox.StartAsync(loggers: TestLog.Factory);
        _bobPhone = await _sandbox.AddPhoneAsync("15550002");
        _alice = await TestDevice.PairAsync(_sandbox, await _sandbox.AddPhoneAsync("15550001"), _store);
        _sandbox.Faults.Sending = (_, message) => _sent.Enqueue(message);
    }

    public async ValueTask DisposeAsync()
    {
        await _alice.DisposeAsync();
        await _sandbox.DisposeAsync();
    }

    [Theory]
    [InlineData(463, RejectionReason.Restricted)]
    [InlineData(475, RejectionReason.NewChatLimit)]
    [InlineData(479, RejectionReason.InvalidStanza)]
    [InlineData(400, RejectionReason.Rejected)]
    [InlineData(405, RejectionReason.Rejected)]
    [InlineData(420, RejectionReason.Rejected)]
    [InlineData(599, RejectionReason.Other)]
    public async Task A_refusal_has_a_reason_and_is_not_tried_again(int code, RejectionReason reason)
    {
        var error = await RefusedAsync(code);

        Assert.Equal((code, reason, null), (error.Code, error.Reason, error.RestrictedUntil));
        Assert.Single(_sent);
    }

    [Fact]
    public async Task A_restriction_is_announced_once_kept_and_named_by_refusals_after_a_restart()
    {
        var restriction = Mex("""{"data":{"xwa2_notify_account_reachout_timelock":{"is_active":true,"enforcement_type":"DEFAULT","time_enforcement_ends":"4102444800"}}}""");
        await TellAsync(restriction);
        await TellAsync(restriction);
        var told = await Wait.ForAsync(() => _alice.Events.OfType<AccountRestricted>().FirstOrDefault(), "the restriction");
        Assert.Equal(new AccountRestricted(true, "DEFAULT", DateTimeOffset.FromUnixTimeSeconds(4102444800)), told);

        await _alice.DisposeAsync();
        Assert.Single(_alice.Events.OfType<AccountRestricted>());
        _alice = TestDevice.Create(_sandbox, _store);
        await _alice.Client.ResumeAsync();
        await _alice.ConnectedAsync();
        var error = await RefusedAsync(463);

        Assert.Equal((DateTimeOffset.FromUnixTimeSeconds(4102444800), "DEFAULT"), (error.RestrictedUntil, error.RestrictionType));
        Assert.Null((await RefusedAsync(475)).RestrictedUntil);
    }

    [Fact]
    public async Task A_lifted_restriction_no_longer_explains_a_refusal()
    {
        await TellAsync(Mex("""{"data":{"xwa2_notify_account_reachout_timelock":{"is_active":true,"time_enforcement_ends":4102444800}}}"""));
        await TellAsync(Mex("""{"data":{"xwa2_notify_account_reachout_timelock":{"is_active":false}}}"""));
        await Wait.UntilAsync(() => _alice.Events.OfType<AccountRestricted>().Any(told => !told.IsActive), "the end of the restriction");

        Assert.Null((await RefusedAsync(463)).RestrictedUntil);
    }

    [Fact]
    public async Task A_reached_limit_of_new_chats_is_announced_and_named()
    {
        await TellAsync(Mex(
            """{"data":{"xwa2_notify_new_chat_messages_capping_info_update":{"used_quota":20,"total_quota":20,"cycle_end_timestamp":"4102444800","capping_status":"CAPPED"}}}"""));
        var told = await Wait.ForAsync(() => _alice.Events.OfType<NewChatLimitChanged>().FirstOrDefault(), "the limit");

        var error = await RefusedAsync(475);

        Assert.Equal((NewChatLimitStage.Capped, 20, 20), (told.Stage, told.Used, told.Total));
        Assert.Equal((DateTimeOffset.FromUnixTimeSeconds(4102444800), "CAPPED"), (error.RestrictedUntil, error.RestrictionType));
    }

    [Theory]
    [InlineData("no json")]
    [InlineData("[]")]
    [InlineData("""{"data":null}""")]
    [InlineData("""{"data":{"xwa2_notify_account_reachout_timelock":7}}""")]
    [InlineData("""{"data":{"xwa2_notify_new_chat_messages_capping_info_update":{"used_quota":{},"total_quota":-1,"cycle_end_timestamp":"1e99","capping_status":9}}}""")]
    public async Task Malformed_updates_are_acknowledged_and_harm_nothing(string json)
    {
        await TellAsync(Mex(json));

        // It has dealt with what it acknowledges.
        await _alice.Client.Messages.SendTextAsync(_bobPhone.Jid, "still there");
        Assert.Empty(_alice.Events.OfType<AccountRestricted>());
    }

    [Fact]
    public async Task A_message_whose_answer_is_lost_with_the_connection_is_sent_once_more_and_read_once()
    {
        var first = true;
        _sandbox.Faults.Sending = (sender, message) =>
        {
            _sent.Enqueue(message);
            if (first)
            {
                first = false;
                sender.Client!.CloseAsync(null).AsTask().Wait(TestContext.Current.CancellationToken);
            }
        };

        var sent = await _alice.Client.Messages.SendTextAsync(_bobPhone.Jid, "twice on the wire");

        Assert.Equal(2, _sent.Count);
        Assert.Single(_sent.Select(message => message.ToString()).Distinct());
        Assert.Equal(_sent.First().Child("participants")!.Children[0].Child("enc")!.Bytes, _sent.Last().Child("participants")!.Children[0].Child("enc")!.Bytes);
        await Wait.UntilAsync(() => _bobPhone.Messages.Any(message => message.Id == sent.Id), "the message");
        await _alice.Client.Messages.SendTextAsync(_bobPhone.Jid, "after");
        await Wait.UntilAsync(() => _bobPhone.Messages.Any(message => message.Text == "after"), "the next message");
        Assert.Single(_bobPhone.Messages, message => message.Id == sent.Id);
    }

    [Fact]
    public async Task After_an_invalid_stanza_the_devices_are_asked_for_anew()
    {
        await _alice.Client.Messages.SendTextAsync(_bobPhone.Jid, "one");
        var asked = 0;
        _sandbox.Faults.Asking = (_, iq) => asked += iq["xmlns"] == "usync" ? 1 : 0;
        await _alice.Client.Messages.SendTextAsync(_bobPhone.Jid, "two");
        Assert.Equal(0, asked);

        await _sandbox.ConnectionOf(AliceDevice).SendAsync(new BinaryNode("error", [("code", "479")]));
        await Wait.UntilAsync(() => TestLog.Tail().Contains("invalid: code 479", StringComparison.Ordinal), "the refusal");
        await _alice.Client.Messages.SendTextAsync(_bobPhone.Jid, "three");

        Assert.Equal(1, asked);
    }

    private static BinaryNode Mex(string json) => new(
        "notification",
        [("from", Jid.WhatsAppServer), ("type", "mex"), ("id", Guid.NewGuid().ToString()), ("t", "1700000000")],
        new BinaryNode("update", [("op_name", "Notification")], Encoding.UTF8.GetBytes(json)));

    /// <summary>Sends a notification and waits until it is acknowledged.</summary>
    private async Task TellAsync(BinaryNode notification)
    {
        var device = Device();
        await _sandbox.Core.Server.Delivery.DeliverAsync(device, notification);
        await Wait.UntilAsync(
            () =>
            {
                lock (_sandbox.Core.Accounts.Gate)
                {
                    return !device.Pending.Contains(notification);
                }
            },
            "the acknowledgement");
    }

    private Device Device()
    {
        lock (_sandbox.Core.Accounts.Gate)
        {
            return _sandbox.Core.Accounts.FindDevice(AliceDevice)!;
        }
    }

    private Task<MessageRejectedException> RefusedAsync(int code)
    {
        _sandbox.Faults.RefuseNext(AliceDevice, code);
        return Assert.ThrowsAsync<MessageRejectedException>(() => _alice.Client.Messages.SendTextAsync(_bobPhone.Jid, "refused"));
    }
}
