using WhatsAppKit.Core;
using WhatsAppKit.Core.Session.Events;
using WhatsAppKit.Core.Storage;

namespace WhatsAppKit.Sandbox.Tests;

/// <summary>A device that is unlinked: by itself, or on the phone.</summary>
public sealed class LogoutTests
{
    [Fact]
    public async Task A_device_unlinks_itself_and_pairs_anew_with_other_keys()
    {
        await using var sandbox = await WhatsAppSandbox.StartAsync(loggers: TestLog.Factory);
        var phone = await sandbox.AddPhoneAsync("15550001");
        var store = new MemorySessionStore();
        await using var device = await TestDevice.PairAsync(sandbox, phone, store);
        var jid = device.Client.Status.PhoneJid!.Value;
        var before = await KeysAsync(store);

        await device.Client.LogoutAsync();

        Assert.Equal((ConnectionState.LoggedOut, null), (device.Client.Status.State, device.Client.Status.PhoneJid));
        Assert.Contains(device.Client.Status.Error, new[] { "logout-requested", "device-removed" });
        Assert.Null(sandbox.Core.Accounts.FindDevice(jid));
        Assert.NotEqual(before!.Value.ToArray(), (await KeysAsync(store))!.Value.ToArray());

        await device.PairAsync(phone);
        Assert.NotEqual(jid, device.Client.Status.PhoneJid);
        await phone.SendTextAsync(phone.Number, "again");
        await device.ReceivesAsync("again");
    }

    [Fact]
    public async Task A_device_that_is_not_connected_keeps_its_keys()
    {
        await using var sandbox = await WhatsAppSandbox.StartAsync(loggers: TestLog.Factory);
        await using var device = await TestDevice.PairAsync(sandbox, await sandbox.AddPhoneAsync("15550001"));
        await device.Client.DisconnectAsync();

        await Assert.ThrowsAsync<WhatsAppNotConnectedException>(() => device.Client.LogoutAsync());

        await device.Client.ConnectAsync();
        await device.ConnectedAsync();
    }

    [Fact]
    public async Task A_device_that_the_phone_unlinks_is_logged_out_at_once()
    {
        await using var sandbox = await WhatsAppSandbox.StartAsync(loggers: TestLog.Factory);
        await using var device = await TestDevice.PairAsync(sandbox, await sandbox.AddPhoneAsync("15550001"));

        await sandbox.RemoveDeviceAsync(device.Client.Status.PhoneJid!.Value);

        await Wait.UntilAsync(() => device.Client.Status.State == ConnectionState.LoggedOut, "the logout");
        Assert.Equal(("device-removed", null), (device.Client.Status.Error, device.Client.Status.PhoneJid));
        Assert.Contains(device.Events.OfType<ConnectionChanged>(), change => change.Reason == "device-removed");
    }

    [Fact]
    public async Task A_device_that_was_unlinked_while_it_was_away_learns_it_at_its_login()
    {
        await using var sandbox = await WhatsAppSandbox.StartAsync(loggers: TestLog.Factory);
        await using var device = await TestDevice.PairAsync(sandbox, await sandbox.AddPhoneAsync("15550001"));
        var jid = device.Client.Status.PhoneJid!.Value;
        await device.Client.DisconnectAsync();
        await sandbox.RemoveDeviceAsync(jid);

        await device.Client.ConnectAsync();

        await Wait.UntilAsync(() => device.Client.Status.State == ConnectionState.LoggedOut, "the logout");
        Assert.Equal("server-401", device.Client.Status.Error);
    }

    private static ValueTask<ReadOnlyMemory<byte>?> KeysAsync(MemorySessionStore store) =>
        store.GetAsync(StoreKind.Credentials, Core.Session.Credentials.CredentialsCodec.Key);
}
