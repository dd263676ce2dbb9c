using WhatsAppKit.Core;
using WhatsAppKit.Core.Messages;
using WhatsAppKit.Core.Session.Events;
using WhatsAppKit.Core.Storage;
using WhatsAppKit.Sandbox.Faults;
using WhatsAppKit.Sandbox.Phones;

namespace WhatsAppKit.Sandbox.Tests;

/// <summary>Faults that a test script makes happen to one device, and what our client does about them. The fault matrix has those of the connection.</summary>
public sealed class DeviceFaultTests : IAsyncLifetime
{
    private readonly MemorySessionStore _store = new();
    private WhatsAppSandbox _sandbox = null!;
    private SandboxPhone _friend = null!;
    private SandboxPhone _owner = null!;
    private TestDevice _device = null!;

    private DeviceFaults Faults => _sandbox.FaultsOf(_device.Client.Status.PhoneJid!.Value);

    public async ValueTask InitializeAsync()
    {
        _sandbox = await WhatsAppSandbox.StartAsync(loggers: TestLog.Factory);
        _friend = await _sandbox.AddPhoneAsync("15550002");
        _owner = await _sandbox.AddPhoneAsync("15550001");
        _device = await TestDevice.PairAsync(_sandbox, _owner, _store);
        await _sandbox.ShouldSettleAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _device.DisposeAsync();
        await _sandbox.DisposeAsync();
    }

    [Fact]
    public async Task Delayed_messages_that_come_in_the_wrong_order_are_each_read_once()
    {
        var held = Faults.HoldMessages(3);
        for (var i = 0; i < 3; i++)
        {
            await _friend.SendTextAsync("15550001", $"held {i}");
        }

        await held.WhenFullAsync();
        await _friend.SendTextAsync("15550001", "overtakes");
        await _device.ReceivesAsync("overtakes");
        Assert.Equal(3, held.Count);
        await held.ReleaseAsync(isReversed: true);
        await _device.ReceivesAsync("held 0");
        await _sandbox.ShouldSettleAsync();

        Assert.Equal(["overtakes", "held 2", "held 1", "held 0"], _device.Received.Select(message => message.Text));
        Assert.DoesNotContain(_device.Events, happened => happened is MessageUndecryptable);
    }

    [Fact]
    public async Task A_message_waits_for_a_slow_answer()
    {
        var held = Faults.HoldAcks();
        var sending = _device.Client.Messages.SendTextAsync(_friend.Jid, "slow");
        await held.WhenFullAsync();
        await _friend.ShouldReceiveTextAsync("slow");
        Assert.False(sending.IsCompleted);
        await held.ReleaseAsync();

        Assert.NotEmpty((await sending).Id);
    }

    [Fact]
    public async Task A_message_whose_answer_is_lost_ends_in_a_timeout_and_its_repetition_is_read_once()
    {
        await _device.DisposeAsync();
        _device = TestDevice.Create(_sandbox, _store, TestDevice.Options(_sandbox) with { RequestTimeout = TimeSpan.FromMilliseconds(500) });
        await _device.Client.ResumeAsync();
        await _device.ConnectedAsync();
        var id = _device.Client.Messages.CreateId();
        Faults.LoseNextAck();

        var failure = await Assert.ThrowsAsync<RequestTimeoutException>(() => _device.Client.Messages.SendTextAsync(_friend.Jid, "once", id));
        Assert.True(failure.IsTransient);
        await _device.Client.Messages.SendTextAsync(_friend.Jid, "once", id);
        await _device.Client.Messages.SendTextAsync(_friend.Jid, "after");
        await _friend.ShouldReceiveTextAsync("after");
        Assert.Single(_friend.Messages, message => message.Id == id);
    }

    [Fact]
    public async Task A_lost_message_comes_with_the_next_login()
    {
        Faults.LoseNextMessage();
        await _friend.SendTextAsync("15550001", "lost");
        await _friend.SendTextAsync("15550001", "seen");
        await _device.ReceivesAsync("seen");
        Assert.DoesNotContain(_device.Received, message => message.Text == "lost");
        Faults.CutLine();

        Assert.True((await _device.ReceivesAsync("lost")).IsOffline);
        Assert.Single(_device.Received, message => message.Text == "lost");
    }

    [Fact]
    public async Task Used_up_pre_keys_cost_nothing_and_are_replaced()
    {
        Faults.ExhaustPreKeys();
        var stranger = await _sandbox.AddPhoneAsync("15550003");
        await stranger.SendTextAsync("15550001", "without a one-time key");

        await _device.ReceivesAsync("without a one-time key");
        await Wait.UntilAsync(() => PreKeys() > 100, "new keys on the server");
        await (await _sandbox.AddPhoneAsync("15550004")).SendTextAsync("15550001", "with one");
        await _device.ReceivesAsync("with one");
    }

    [Fact]
    public async Task A_storm_of_notifications_is_answered_and_messages_still_come()
    {
        await Faults.StormAsync(500);
        await _friend.SendTextAsync("15550001", "after the storm");

        await _device.ReceivesAsync("after the storm");
        await _sandbox.ShouldSettleAsync();
        Assert.Equal(ConnectionState.Connected, _device.Client.Status.State);
    }

    [Fact]
    public async Task A_long_batch_that_waited_is_read_in_its_order()
    {
        const int Count = 300;
        await _device.Client.DisconnectAsync();
        for (var i = 0; i < Count; i++)
        {
            await _friend.SendTextAsync("15550001", $"waited {i}");
        }

        await _device.Client.ConnectAsync();
        await _device.ReceivesAsync($"waited {Count - 1}");

        Assert.Equal(Enumerable.Range(0, Count).Select(i => $"waited {i}"), _device.Received.Select(message => message.Text));
        Assert.All(_device.Received, message => Assert.True(message.IsOffline));
    }

    [Fact]
    public async Task A_flood_of_history_leaves_no_message_behind()
    {
        const int Chats = 40;
        var at = DateTimeOffset.UnixEpoch.AddYears(50);
        var flooded = await _sandbox.AddPhoneAsync("15550009");
        flooded.History.MessagesPerPart = 50;
        flooded.History.InitialMessagesPerChat = 1;
        for (var chat = 0; chat < Chats; chat++)
        {
            flooded.History.Seed($"1666{chat:D4}", Enumerable.Range(0, 25).Select(i => new SandboxHistoryMessage($"old {chat} {i}", at.AddMinutes(i))));
        }

        await using var device = await TestDevice.PairAsync(_sandbox, flooded);
        await _friend.SendTextAsync("15550009", "meanwhile");
        await device.ReceivesAsync("meanwhile");
        await Wait.UntilAsync(() => device.Events.OfType<Core.History.HistoryReceived>().Sum(part => part.Messages.Count) >= Chats * 25, "the whole history");
        Assert.Equal(ConnectionState.Connected, device.Client.Status.State);
    }

    [Fact]
    public async Task A_group_that_others_changed_meanwhile_is_written_to_as_it_is_now()
    {
        var third = await _sandbox.AddPhoneAsync("15550003");
        var group = await _friend.CreateGroupAsync("Friends", "15550001");
        await _device.Client.Messages.SendTextAsync(group, "before");
        await _friend.ShouldReceiveTextAsync("before");
        await _device.Client.DisconnectAsync();
        await _friend.Groups.AddParticipantsAsync(group, [third.Jid]);
        await _device.Client.ConnectAsync();
        await _device.ConnectedAsync();
        await _device.Client.Messages.SendTextAsync(group, "after");

        await third.ShouldReceiveTextAsync("after");
        Assert.DoesNotContain(third.Messages, message => message.Text == "before");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_restricted_account_is_told_until_when_if_the_server_says_so(bool isTold)
    {
        var until = DateTimeOffset.FromUnixTimeSeconds(4_102_444_800);
        await Faults.RestrictAsync(isTold ? until : null);
        await Wait.UntilAsync(() => _device.Events.OfType<AccountRestricted>().Any(), "the restriction");

        var error = await Assert.ThrowsAsync<MessageRejectedException>(() => _device.Client.Messages.SendTextAsync(_friend.Jid, "refused"));

        Assert.Equal(RejectionReason.Restricted, error.Reason);
        Assert.Equal(isTold, error.RestrictedUntil == until);
    }

    [Fact]
    public async Task A_line_that_is_dead_half_way_is_given_up_and_replaced()
    {
        await _device.DisposeAsync();
        _device = TestDevice.Create(_sandbox, _store, TestDevice.Options(_sandbox) with { KeepAliveInterval = TimeSpan.FromMilliseconds(200), RequestTimeout = TimeSpan.FromMilliseconds(500) });
        await _device.Client.ResumeAsync();
        await _device.ConnectedAsync();
        var faults = Faults;
        faults.GoSilent();
        await Wait.UntilAsync(() => _device.Events.OfType<ConnectionChanged>().Any(change => change.Reason == "no-answer"), "the end");
        faults.GoSilent(false);

        await _friend.SendTextAsync("15550001", "heard again");
        await _device.ReceivesAsync("heard again");
    }

    [Theory]
    [InlineData("replaced", ConnectionState.Replaced)]
    [InlineData("device_removed", ConnectionState.LoggedOut)]
    [InlineData("516", ConnectionState.LoggedOut)]
    public async Task An_ended_stream_leaves_the_state_that_the_table_names(string error, ConnectionState state)
    {
        await Faults.EndStreamAsync(error);
        await Wait.UntilAsync(() => _device.Client.Status.State == state, "the state");
    }

    private int PreKeys()
    {
        lock (_sandbox.Core.Accounts.Gate)
        {
            return _sandbox.Core.Accounts.FindDevice(_device.Client.Status.PhoneJid!.Value)!.PreKeys.Count;
        }
    }
}
