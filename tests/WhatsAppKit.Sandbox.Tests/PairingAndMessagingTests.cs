using WhatsAppKit.Core;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Messages;
using WhatsAppKit.Core.Session.Events;
using WhatsAppKit.Core.Storage;

namespace WhatsAppKit.Sandbox.Tests;

public class PairingAndMessagingTests
{
    [Fact]
    public async Task A_device_pairs_by_qr_and_exchanges_text_with_a_phone()
    {
        await using var sandbox = await WhatsAppSandbox.StartAsync(loggers: TestLog.Factory);
        var owner = await sandbox.AddPhoneAsync("+15550001");
        var friend = await sandbox.AddPhoneAsync("+15550002");
        await using var device = await TestDevice.PairAsync(sandbox, owner);

        var sent = await device.Client.Messages.SendTextAsync(friend.Jid, "hello");
        await Wait.UntilAsync(() => friend.Messages.Any(m => m is { Text: "hello", From: "15550001", FromMe: false }), "the friend's copy");
        await Wait.UntilAsync(() => owner.Messages.Any(m => m is { Text: "hello", FromMe: true, To: "15550002" }), "the own phone's copy");
        Assert.Matches("^3EB0[0-9A-F]{18}$", sent.Id);

        await friend.SendTextAsync(owner.Number, "hello yourself");
        var received = await device.ReceivesAsync("hello yourself");
        Assert.Equal(friend.Lid, received.Chat);
        Assert.Equal(friend.Jid, received.ChatAlternate);
        Assert.False(received.FromMe);
        await Wait.UntilAsync(
            () => device.Events.OfType<ReceiptReceived>().Any(r => r.Kind == ReceiptKind.Delivered && r.Ids.Contains(sent.Id)), "the delivery receipt");
    }

    [Fact]
    public async Task Sessions_survive_a_restart_from_the_same_file()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        await using var sandbox = await WhatsAppSandbox.StartAsync(loggers: TestLog.Factory);
        var owner = await sandbox.AddPhoneAsync("15550001");
        var friend = await sandbox.AddPhoneAsync("15550002");
        using (var store = new FileSessionStore(path))
        {
            await using var device = await TestDevice.PairAsync(sandbox, owner, store);
            await device.Client.Messages.SendTextAsync(friend.Jid, "before");
            await friend.SendTextAsync(owner.Number, "answer before");
            await device.ReceivesAsync("answer before");
        }

        await friend.SendTextAsync(owner.Number, "while away");
        using (var store = new FileSessionStore(path))
        {
            await using var device = TestDevice.Create(sandbox, store);
            await device.Client.ResumeAsync();
            await device.ConnectedAsync();
            Assert.True((await device.ReceivesAsync("while away")).IsOffline);
            await device.Client.Messages.SendTextAsync(friend.Jid, "after");
            await Wait.UntilAsync(() => friend.Messages.Any(m => m.Text == "after"), "the message after the restart");
            Assert.DoesNotContain(device.Events, e => e is MessageUndecryptable);
        }

        File.Delete(path);
    }

    [Fact]
    public async Task Many_messages_cross_in_both_directions_and_each_arrives_once()
    {
        const int Count = 50;
        await using var sandbox = await WhatsAppSandbox.StartAsync(loggers: TestLog.Factory);
        await using var a = await TestDevice.PairAsync(sandbox, await sandbox.AddPhoneAsync("15550001"));
        await using var b = await TestDevice.PairAsync(sandbox, await sandbox.AddPhoneAsync("15550002"));
        var toB = Jid.FromPhoneNumber("15550002");
        var toA = Jid.FromPhoneNumber("15550001");

        await Task.WhenAll(
            Enumerable.Range(0, Count).Select(i => a.Client.Messages.SendTextAsync(toB, $"a{i}"))
                .Concat(Enumerable.Range(0, Count).Select(i => b.Client.Messages.SendTextAsync(toA, $"b{i}"))));

        await Wait.UntilAsync(() => a.Received.Count(m => !m.FromMe) >= Count && b.Received.Count(m => !m.FromMe) >= Count, "all messages");
        Assert.Equal(Enumerable.Range(0, Count).Select(i => $"b{i}").Order(), a.Received.Where(m => !m.FromMe).Select(m => m.Text).Order());
        Assert.Equal(Enumerable.Range(0, Count).Select(i => $"a{i}").Order(), b.Received.Where(m => !m.FromMe).Select(m => m.Text).Order());
    }

    [Fact]
    public async Task A_second_device_of_the_account_sees_what_the_first_sends()
    {
        await using var sandbox = await WhatsAppSandbox.StartAsync(loggers: TestLog.Factory);
        var owner = await sandbox.AddPhoneAsync("15550001");
        var friend = await sandbox.AddPhoneAsync("15550002");
        await using var first = await TestDevice.PairAsync(sandbox, owner);
        await using var second = await TestDevice.PairAsync(sandbox, owner);

        await first.Client.Messages.SendTextAsync(friend.Jid, "from the first");

        var copy = await second.ReceivesAsync("from the first");
        Assert.True(copy.FromMe);
        Assert.Equal(friend.Lid, copy.Chat);
    }

    [Fact]
    public async Task An_unknown_recipient_is_one_clear_error()
    {
        await using var sandbox = await WhatsAppSandbox.StartAsync(loggers: TestLog.Factory);
        await using var device = await TestDevice.PairAsync(sandbox, await sandbox.AddPhoneAsync("15550001"));

        await Assert.ThrowsAsync<RecipientNotFoundException>(() => device.Client.Messages.SendTextAsync(Jid.FromPhoneNumber("19998887777"), "anybody?"));
    }

    [Fact]
    public async Task A_server_with_another_root_is_refused_and_learns_nothing()
    {
        await using var sandbox = await WhatsAppSandbox.StartAsync(loggers: TestLog.Factory);
        var options = TestDevice.Options(sandbox) with { TrustedRootKey = WhatsAppClientOptions.ProductionRootKey };
        await using var device = TestDevice.Create(sandbox, new MemorySessionStore(), options);

        await device.Client.ConnectAsync();

        await Wait.UntilAsync(() => device.Client.Status.State == ConnectionState.Failed, "the refusal");
        Assert.Equal("certificate-refused", device.Client.Status.Error);
    }

    [Fact]
    public async Task Three_unscanned_codes_end_in_a_forced_disconnect_that_only_a_connect_leaves()
    {
        await using var sandbox = await WhatsAppSandbox.StartAsync(loggers: TestLog.Factory);
        var options = TestDevice.Options(sandbox) with
        {
            FirstQrLifetime = TimeSpan.FromMilliseconds(150),
            QrLifetime = TimeSpan.FromMilliseconds(50),
        };
        await using var device = TestDevice.Create(sandbox, new MemorySessionStore(), options);

        await device.Client.ConnectAsync();
        await Wait.UntilAsync(() => device.Client.Status.State == ConnectionState.ForceDisconnected, "the forced disconnect");

        var shown = device.Events.OfType<ConnectionChanged>().Select(e => e.Status.Qr).OfType<QrCode>().ToArray();
        Assert.Equal([1, 2, 3], shown.Select(code => code.Attempt));
        await device.Client.ResumeAsync();
        Assert.Equal(ConnectionState.ForceDisconnected, device.Client.Status.State);
        await device.Client.ConnectAsync();
        await Wait.UntilAsync(() => device.Client.Status.Qr is { Attempt: 1 }, "code #1 again");
    }

    [Fact]
    public async Task A_removed_device_is_logged_out_and_can_pair_anew()
    {
        await using var sandbox = await WhatsAppSandbox.StartAsync(loggers: TestLog.Factory);
        var owner = await sandbox.AddPhoneAsync("15550001");
        var store = new MemorySessionStore();
        await using (var device = await TestDevice.PairAsync(sandbox, owner, store))
        {
            await sandbox.RemoveDeviceAsync(device.Client.Status.PhoneJid!.Value);
            await Wait.UntilAsync(() => device.Client.Status.State == ConnectionState.LoggedOut, "the logout");
            Assert.Null(device.Client.Status.PhoneJid);
            await device.PairAsync(owner);
        }
    }
}
