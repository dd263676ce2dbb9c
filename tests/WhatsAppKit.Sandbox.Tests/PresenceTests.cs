using System.Collections.Concurrent;
using WhatsAppKit.Core;
using WhatsAppKit.Core.Presence;
using WhatsAppKit.Core.Session.Events;
using WhatsAppKit.Sandbox.Phones;

namespace WhatsAppKit.Sandbox.Tests;

/// <summary>Who is online and who types, between two of our clients.</summary>
public sealed class PresenceTests : IAsyncLifetime
{
    private WhatsAppSandbox _sandbox = null!;
    private SandboxPhone _owner = null!;
    private SandboxPhone _friend = null!;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await WhatsAppSandbox.StartAsync(loggers: TestLog.Factory);
        _owner = await _sandbox.AddPhoneAsync("15550001");
        _friend = await _sandbox.AddPhoneAsync("15550002");

        // Their names come with what they send: nothing before the tests say so.
        _owner.AppState.HelpsDevices = false;
        _friend.AppState.HelpsDevices = false;
    }

    public ValueTask DisposeAsync() => _sandbox.DisposeAsync();

    [Fact]
    public async Task Coming_and_going_is_told_to_who_asked_and_is_online()
    {
        await using var watcher = await OnlineAsync(_owner, _friend);
        await watcher.Client.Presence.SubscribeAsync(_friend.Lid);
        await ToldAsync(watcher, told => !told.IsAvailable && told.LastSeen is null);

        await _friend.Presence.SetAvailableAsync(true);
        await ToldAsync(watcher, told => told.IsAvailable && told.Chat == _friend.Lid);
        await _friend.Presence.SetAvailableAsync(false);
        await ToldAsync(watcher, told => told is { IsAvailable: false, LastSeen: not null, IsLastSeenHidden: false });

        await _friend.ChoosePrivacyAsync(lastSeen: false);
        await watcher.Client.Presence.SubscribeAsync(_friend.Lid);
        await ToldAsync(watcher, told => told is { IsAvailable: false, LastSeen: null, IsLastSeenHidden: true });
    }

    [Fact]
    public async Task Presence_and_subscriptions_come_back_after_the_connection_was_lost()
    {
        await using var watcher = await OnlineAsync(_owner, _friend);
        await watcher.Client.Presence.SubscribeAsync(_friend.Lid);
        await ToldAsync(watcher, told => !told.IsAvailable);

        await _sandbox.ConnectionOf(watcher.Client.Status.PhoneJid!.Value).CloseAsync(null);
        await Wait.UntilAsync(() => watcher.Events.OfType<ConnectionChanged>().Any(e => e.Status.State == ConnectionState.Reconnecting), "the loss");
        await watcher.ConnectedAsync();
        watcher.Events.Clear();

        await _friend.Presence.SetAvailableAsync(true);
        await ToldAsync(watcher, told => told.IsAvailable && told.Chat == _friend.Lid);
    }

    [Fact]
    public async Task A_lost_device_is_shown_as_gone()
    {
        await using var watcher = await OnlineAsync(_owner, _friend);
        var leaver = await OnlineAsync(_friend, _owner);
        await using (leaver)
        {
            await watcher.Client.Presence.SubscribeAsync(_friend.Lid);
            await ToldAsync(watcher, told => told.IsAvailable);
        }

        await ToldAsync(watcher, told => !told.IsAvailable);
    }

    [Fact]
    public async Task Typing_is_seen_in_chats_and_groups()
    {
        await using var watcher = await OnlineAsync(_owner, _friend);
        await using var typist = await TestDevice.PairAsync(_sandbox, _friend);
        foreach (var state in new[] { TypingState.Composing, TypingState.Recording, TypingState.Paused })
        {
            await typist.Client.Presence.SetTypingAsync(_owner.Lid, state);
            await Wait.UntilAsync(() => watcher.Events.Contains(new TypingChanged(_friend.Lid, _friend.Lid, state)), $"{state}");
        }

        var group = await typist.Client.Groups.CreateAsync("Typists", [_owner.Jid]);
        await typist.Client.Presence.SetTypingAsync(group.Jid, TypingState.Composing);
        await Wait.UntilAsync(() => watcher.Events.Contains(new TypingChanged(group.Jid, _friend.Lid, TypingState.Composing)), "typing in the group");

        await watcher.Client.Presence.SubscribeAsync(group.Jid);
        await ToldAsync(watcher, told => told.Chat == group.Jid && told.OnlineCount == 1);
    }

    [Fact]
    public async Task Who_is_not_online_is_told_nothing()
    {
        await using var absent = await TestDevice.PairAsync(_sandbox, _owner);
        await absent.Client.Presence.SubscribeAsync(_friend.Lid);
        await _friend.Presence.SetAvailableAsync(true);
        await _friend.Presence.SetTypingAsync(_owner.Lid, TypingState.Composing);
        await _friend.SendTextAsync(_owner.Number, "afterwards");
        await absent.ReceivesAsync("afterwards");

        Assert.DoesNotContain(absent.Events, e => e is PresenceChanged or TypingChanged);
    }

    [Fact]
    public async Task Delivery_receipts_are_inactive_until_the_device_is_online()
    {
        var types = new ConcurrentQueue<string>();
        await using var device = await TestDevice.PairAsync(_sandbox, _owner);
        await using var friend = await TestDevice.PairAsync(_sandbox, _friend);
        _sandbox.Faults.Delivering = (to, stanza) =>
        {
            if (stanza.Tag == "receipt" && to.Account.Number == _friend.Number && to.Id > 0
                && stanza.Jid("from") is { Device: > 0 })
            {
                types.Enqueue(stanza["type"] ?? "plain");
            }

            return [stanza];
        };

        await friend.Client.Messages.SendTextAsync(_owner.Jid, "first");
        await Wait.UntilAsync(() => types.Count == 1, "the first receipt");
        await NameAsync(device, _owner, _friend);
        await device.Client.Presence.SetAvailableAsync(true);
        await friend.Client.Messages.SendTextAsync(_owner.Jid, "second");
        await Wait.UntilAsync(() => types.Count == 2, "the second receipt");
        await device.Client.Presence.SetAvailableAsync(false);
        await friend.Client.Messages.SendTextAsync(_owner.Jid, "third");
        await Wait.UntilAsync(() => types.Count == 3, "the third receipt");

        Assert.Equal(["inactive", "plain", "inactive"], types);
    }

    /// <summary>A device that is online. It learns the account's name from what the phone sends.</summary>
    private async Task<TestDevice> OnlineAsync(SandboxPhone phone, SandboxPhone other)
    {
        // With the history a device would learn the name too.
        phone.History.WelcomesDevices = false;
        var device = await TestDevice.PairAsync(_sandbox, phone);
        await NameAsync(device, phone, other);
        await device.Client.Presence.SetAvailableAsync(true);
        return device;
    }

    private static async Task NameAsync(TestDevice device, SandboxPhone phone, SandboxPhone other)
    {
        await Assert.ThrowsAsync<OwnNameUnknownException>(() => device.Client.Presence.SetAvailableAsync(true));
        await phone.SendTextAsync(other.Number, "my name");
        await phone.SendTextAsync(other.Number, "my name again");

        // The name is learned when a message has been dealt with: before the next one is.
        await device.ReceivesAsync("my name again");
    }

    private static Task ToldAsync(TestDevice device, Func<PresenceChanged, bool> condition) =>
        Wait.UntilAsync(() => device.Events.OfType<PresenceChanged>().Any(condition), "the presence");
}
