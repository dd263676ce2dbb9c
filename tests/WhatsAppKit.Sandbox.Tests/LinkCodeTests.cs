using System.Net;
using System.Net.Http.Json;
using WhatsAppKit.Core;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Pairing;
using WhatsAppKit.Core.Session.Events;
using WhatsAppKit.Core.Storage;
using WhatsAppKit.Sandbox.Faults;
using WhatsAppKit.TestKit;

namespace WhatsAppKit.Sandbox.Tests;

/// <summary>Pairing by a code typed on the phone.</summary>
public class LinkCodeTests
{
    private const string Number = "15550001";

    [Fact]
    public async Task A_device_pairs_by_code_and_exchanges_text()
    {
        await using var sandbox = await WhatsAppSandbox.StartAsync(loggers: TestLog.Factory);
        var (owner, friend) = (await sandbox.AddPhoneAsync(Number), await sandbox.AddPhoneAsync("15550002"));
        await using var device = TestDevice.Create(sandbox, new MemorySessionStore());
        var code = await CodeAsync(device);
        Assert.Equal(code, device.Client.Status.PairingCode);
        Assert.NotNull(device.Client.Status.Qr);

        Assert.Equal(Jid.Parse("15550001:1@s.whatsapp.net"), await owner.EnterCodeAsync(code.Code));

        await device.ConnectedAsync();
        Assert.Null(device.Client.Status.PairingCode);
        await friend.SendTextAsync(Number, "hello");
        await device.ReceivesAsync("hello");
        Assert.Equal(
            PairingCodeError.AlreadyPaired,
            (await Assert.ThrowsAsync<PairingCodeException>(() => device.Client.RequestPairingCodeAsync(Number))).Error);
    }

    [Fact]
    public async Task A_wrong_code_is_told_and_the_device_keeps_waiting_for_a_scan_or_another_code()
    {
        await using var sandbox = await WhatsAppSandbox.StartAsync(loggers: TestLog.Factory);
        var owner = await sandbox.AddPhoneAsync(Number);
        foreach (var isScan in new[] { true, false })
        {
            var store = new ObservedStore();
            await using var device = TestDevice.Create(sandbox, store);
            var code = await CodeAsync(device);
            var stored = await store.DumpAsync();

            var error = await Assert.ThrowsAsync<InvalidOperationException>(() => owner.EnterCodeAsync(Other(code.Code)));

            Assert.Equal("The code is wrong.", error.Message);
            Assert.Equal(stored, await store.DumpAsync());
            Assert.Equal(ConnectionState.AwaitingScan, device.Client.Status.State);
            Assert.Null(device.Client.Status.PairingCode);
            await (isScan
                ? owner.ScanAsync(device.Client.Status.Qr!.Text)
                : owner.EnterCodeAsync((await device.Client.RequestPairingCodeAsync(Number)).Code));
            await device.ConnectedAsync();
        }
    }

    [Fact]
    public async Task The_QR_code_stays_valid_beside_the_code()
    {
        await using var sandbox = await WhatsAppSandbox.StartAsync(loggers: TestLog.Factory);
        var owner = await sandbox.AddPhoneAsync(Number);
        await using var device = TestDevice.Create(sandbox, new MemorySessionStore());
        await CodeAsync(device);

        await owner.ScanAsync(device.Client.Status.Qr!.Text);

        await device.ConnectedAsync();
    }

    [Fact]
    public async Task A_new_code_replaces_the_one_before()
    {
        await using var sandbox = await WhatsAppSandbox.StartAsync(loggers: TestLog.Factory);
        var owner = await sandbox.AddPhoneAsync(Number);
        await using var device = TestDevice.Create(sandbox, new MemorySessionStore());
        var first = await CodeAsync(device);
        var second = await device.Client.RequestPairingCodeAsync(Number);
        Assert.NotEqual(first.Code, second.Code);
        Assert.Equal(second, device.Client.Status.PairingCode);

        await owner.EnterCodeAsync(second.Code);

        await device.ConnectedAsync();
    }

    [Theory]
    [InlineData("link_code_pairing_wrapped_primary_ephemeral_pub", true)]
    [InlineData("primary_identity_pub", true)]
    [InlineData("link_code_pairing_ref", false)]
    public async Task A_first_word_that_was_altered_on_the_way_pairs_nobody_and_stores_nothing(string part, bool isAnswered)
    {
        var faults = new SandboxFaults { PrimaryHello = hello => WithFlipped(hello, part) };
        await using var sandbox = await WhatsAppSandbox.StartAsync(new SandboxOptions { Faults = faults }, TestLog.Factory);
        var owner = await sandbox.AddPhoneAsync(Number);
        var store = new ObservedStore();
        await using var device = TestDevice.Create(sandbox, store);
        var code = await CodeAsync(device);
        var stored = await store.DumpAsync();

        using var limit = new CancellationTokenSource();
        var entering = owner.EnterCodeAsync(code.Code, limit.Token);
        if (isAnswered)
        {
            Assert.Equal("The code is wrong.", (await Assert.ThrowsAsync<InvalidOperationException>(() => entering)).Message);
        }
        else
        {
            // The device does not know this attempt: it answers nothing, and answers the next request all the same.
            await device.Client.RequestPairingCodeAsync(Number);
            await limit.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => entering);
        }

        Assert.Equal(stored, await store.DumpAsync());
        Assert.Equal(ConnectionState.AwaitingScan, device.Client.Status.State);
    }

    [Fact]
    public async Task A_code_outlives_the_last_QR_code_and_ends_with_the_connection()
    {
        await using var sandbox = await WhatsAppSandbox.StartAsync(new SandboxOptions { QrReferences = 1000 }, TestLog.Factory);
        var owner = await sandbox.AddPhoneAsync(Number);
        var options = TestDevice.Options(sandbox) with { MaxQrAttempts = 1, FirstQrLifetime = TimeSpan.FromMilliseconds(500), QrLifetime = TimeSpan.FromMilliseconds(100) };
        await using var device = TestDevice.Create(sandbox, new MemorySessionStore(), options);
        var code = await CodeAsync(device);

        await Wait.UntilAsync(() => device.Client.Status is { State: ConnectionState.AwaitingScan, Qr: null }, "the end of the QR codes");
        Assert.Equal(code, device.Client.Status.PairingCode);
        await owner.EnterCodeAsync(code.Code);

        await device.ConnectedAsync();
    }

    [Fact]
    public async Task Without_a_phone_the_attempt_ends_as_it_does_without_a_scan()
    {
        await using var sandbox = await WhatsAppSandbox.StartAsync(new SandboxOptions { QrReferences = 12 }, TestLog.Factory);
        var options = TestDevice.Options(sandbox) with { MaxQrAttempts = 1, FirstQrLifetime = TimeSpan.FromMilliseconds(500), QrLifetime = TimeSpan.FromMilliseconds(100) };
        await using var device = TestDevice.Create(sandbox, new MemorySessionStore(), options);
        await CodeAsync(device);

        await Wait.UntilAsync(() => device.Client.Status.State == ConnectionState.ForceDisconnected, "the forced disconnect");

        Assert.Null(device.Client.Status.PairingCode);
        Assert.Equal(
            PairingCodeError.NotAwaitingScan,
            (await Assert.ThrowsAsync<PairingCodeException>(() => device.Client.RequestPairingCodeAsync(Number))).Error);
    }

    [Fact]
    public async Task The_HTTP_interface_types_codes_and_tells_what_is_wrong_with_them()
    {
        await using var sandbox = await WhatsAppSandbox.StartAsync(loggers: TestLog.Factory);
        await sandbox.AddPhoneAsync(Number);
        await using var device = TestDevice.Create(sandbox, new MemorySessionStore());
        var code = await CodeAsync(device);
        using var http = new HttpClient { BaseAddress = new UriBuilder(sandbox.Endpoint!) { Scheme = "http", Path = "/" }.Uri };
        Task<HttpResponseMessage> EnterAsync(string number, string typed) =>
            http.PostAsJsonAsync($"/sandbox/phones/{number}/enter-code", new { code = typed });

        Assert.Equal(HttpStatusCode.BadRequest, (await EnterAsync(Number, "0000-0000")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await EnterAsync("19990001", code.Code)).StatusCode);
        var answer = await EnterAsync(Number, code.Code);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("15550001:1@s.whatsapp.net", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await device.ConnectedAsync();
        Assert.Equal(HttpStatusCode.Conflict, (await EnterAsync(Number, code.Code)).StatusCode);
    }

    [Fact]
    public async Task The_code_appears_in_events_but_never_in_the_log()
    {
        await using var sandbox = await WhatsAppSandbox.StartAsync(loggers: TestLog.Factory);
        await using var device = TestDevice.Create(sandbox, new MemorySessionStore());
        var code = await CodeAsync(device);

        await Wait.UntilAsync(() => device.Events.OfType<ConnectionChanged>().Any(e => e.Status.PairingCode == code), "the event");

        Assert.DoesNotContain(code.Code, TestLog.Tail(), StringComparison.Ordinal);
        Assert.DoesNotContain(code.Code, device.Client.Status.ToString(), StringComparison.Ordinal);
    }

    private static async Task<PairingCode> CodeAsync(TestDevice device)
    {
        await device.Client.ConnectAsync();
        await Wait.ForAsync(() => device.Client.Status.Qr, "a QR code");
        return await device.Client.RequestPairingCodeAsync(Number);
    }

    private static string Other(string code) => code[..^1] + (code[^1] == 'A' ? 'B' : 'A');

    private static BinaryNode WithFlipped(BinaryNode hello, string part)
    {
        var step = hello.Child("link_code_companion_reg")!;
        var children = step.Children.Select(child =>
        {
            if (child.Tag != part)
            {
                return child;
            }

            var bytes = child.Bytes.ToArray();
            bytes[^1] ^= 1;
            return new BinaryNode(child.Tag, null, bytes);
        });
        return new BinaryNode(hello.Tag, [.. hello.Attributes], new BinaryNode(step.Tag, [.. step.Attributes], [.. children]));
    }
}
