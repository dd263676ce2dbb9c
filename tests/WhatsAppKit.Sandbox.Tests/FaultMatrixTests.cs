using Microsoft.Extensions.Time.Testing;
using WhatsAppKit.Core;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Session.Events;
using WhatsAppKit.Core.Storage;

namespace WhatsAppKit.Sandbox.Tests;

/// <summary>Every end that the table knows, done to real connections: each leads to the state that the table says.</summary>
public sealed class FaultMatrixTests
{
    public static TheoryData<string> StreamErrors => new(CloseReasons.All.Where(row => row.Source == CloseSource.StreamError).Select(row => row.Key));

    public static TheoryData<string> Failures => new(CloseReasons.All.Where(row => row.Source == CloseSource.Failure).Select(row => row.Key));

    [Theory]
    [MemberData(nameof(StreamErrors))]
    public async Task A_stream_error_on_an_idle_connection(string key)
    {
        await using var sandbox = await WhatsAppSandbox.StartAsync(loggers: TestLog.Factory);
        var phone = await sandbox.AddPhoneAsync("15550001");
        await using var device = await TestDevice.PairAsync(sandbox, phone);
        await EndAsync(sandbox, device, StreamError(key));
        await EndsAsAsync(device, CloseSource.StreamError, key);
        if (device.Client.Status.State == ConnectionState.Connected)
        {
            await phone.SendTextAsync(phone.Number, "still there");
            await device.ReceivesAsync("still there");
        }
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task A_failure_on_an_idle_connection(string key)
    {
        await using var sandbox = await WhatsAppSandbox.StartAsync(loggers: TestLog.Factory);
        await using var device = await TestDevice.PairAsync(sandbox, await sandbox.AddPhoneAsync("15550001"));
        var parts = key.Split(" code=");
        await EndAsync(sandbox, device, new BinaryNode("failure", [("reason", parts[0]), ("code", parts.Length > 1 ? parts[1] : null)]));
        await EndsAsAsync(device, CloseSource.Failure, key);
    }

    [Theory]
    [MemberData(nameof(StreamErrors))]
    public async Task A_stream_error_while_a_code_is_shown(string key)
    {
        await using var sandbox = await WhatsAppSandbox.StartAsync(loggers: TestLog.Factory);
        await using var device = TestDevice.Create(sandbox, new MemorySessionStore());
        await device.Client.ConnectAsync();
        var code = await Wait.ForAsync(() => device.Client.Status.Qr, "a QR code");
        var reference = code.Text[(code.Text.IndexOf('#', StringComparison.Ordinal) + 1)..].Split(',')[0];

        await sandbox.Core.FindWaiting(reference)!.CloseAsync(StreamError(key));

        var end = CloseReasons.All.Single(row => row.Source == CloseSource.StreamError && row.Key == key).End;
        await Wait.UntilAsync(() => Find(device, end) is not null, "the end that the table says");
        Assert.Equal(ConnectionState.AwaitingScan, Find(device, end)!.Previous);
        if (end.Next == ConnectionState.Reconnecting)
        {
            await Wait.UntilAsync(() => device.Client.Status.Qr is { Attempt: 2 }, "the second code");
        }
    }

    [Fact]
    public async Task A_server_that_asks_for_restarts_without_end_is_told_of_once_and_not_stormed()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var sandbox = await WhatsAppSandbox.StartAsync(loggers: TestLog.Factory);
        var options = new WhatsAppClientOptions
        {
            Endpoint = sandbox.Endpoint!,
            TrustedRootKey = sandbox.TrustedRootKey,
            TimeProvider = time,
            ReconnectLoopLimit = 5,
            KeepAliveInterval = TimeSpan.FromDays(1),
        };
        await using var device = TestDevice.Create(sandbox, new MemorySessionStore(), options);
        await device.PairAsync(await sandbox.AddPhoneAsync("15550001"));
        for (var login = 1; login <= 4; login++)
        {
            await Wait.UntilAsync(() => Logins(device) == login, "the next login");
            await EndAsync(sandbox, device, StreamError("515"));
        }

        // The pairing ended with a restart, too: the fourth of these is the fifth end.
        await SlowsDownAsync(loginsSoFar: 4);
        await EndAsync(sandbox, device, StreamError("515"));
        await SlowsDownAsync(loginsSoFar: 5);
        var loop = Assert.Single(device.Events.OfType<ReconnectLoop>());
        Assert.Equal((5, options.ReconnectLoopWindow, "restart-required"), (loop.Ends, loop.Window, loop.Reason));

        async Task SlowsDownAsync(int loginsSoFar)
        {
            await Wait.UntilAsync(() => device.Client.Status.RetryAt > time.GetUtcNow(), "a pause");
            Assert.InRange(device.Client.Status.RetryAt!.Value - time.GetUtcNow(), options.MaxReconnectDelay / 2, options.MaxReconnectDelay + TimeSpan.FromMilliseconds(1));
            await Wait.UntilAsync(
                () =>
                {
                    time.Advance(TimeSpan.FromSeconds(1));
                    return Logins(device) == loginsSoFar + 1;
                },
                "the next login");
        }
    }

    [Fact]
    public async Task A_server_that_falls_silent_is_left_and_what_it_held_arrives_on_the_next_connection()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var sandbox = await WhatsAppSandbox.StartAsync(loggers: TestLog.Factory);
        var phone = await sandbox.AddPhoneAsync("15550001");
        var options = TestDevice.Options(sandbox) with { TimeProvider = time };
        await using var device = TestDevice.Create(sandbox, new MemorySessionStore(), options);
        await device.PairAsync(phone);
        sandbox.Faults.IsSilent = true;
        sandbox.Faults.Delivering = (_, _) => [];
        await phone.SendTextAsync(phone.Number, "held");

        await Wait.UntilAsync(
            () =>
            {
                time.Advance(TimeSpan.FromSeconds(1));
                return device.Events.OfType<ConnectionChanged>().Any(each => each.Reason == "no-answer");
            },
            "the silence to be noticed");

        sandbox.Faults.IsSilent = false;
        sandbox.Faults.Delivering = null;
        await Wait.UntilAsync(
            () =>
            {
                // What the attempt in between asked was not heard: it ends when its request times out.
                time.Advance(TimeSpan.FromMilliseconds(250));
                return Logins(device) == 2;
            },
            "the next login");
        await device.ReceivesAsync("held");
    }

    [Fact]
    public async Task Devices_that_fell_together_come_back_through_the_gate()
    {
        await using var sandbox = await WhatsAppSandbox.StartAsync(loggers: TestLog.Factory);
        var gate = new DialGate(1);
        var devices = new List<TestDevice>();
        for (var i = 0; i < 4; i++)
        {
            var device = TestDevice.Create(sandbox, new MemorySessionStore(), TestDevice.Options(sandbox) with { DialGate = gate });
            devices.Add(device);
            await device.PairAsync(await sandbox.AddPhoneAsync($"1555000{i}"));
        }

        // The only place is taken: all wait, and none is lost.
        var place = await gate.EnterAsync(default);
        foreach (var device in devices)
        {
            await sandbox.ConnectionOf(device.Client.Status.PhoneJid!.Value).CloseAsync(null);
        }

        await Wait.UntilAsync(() => devices.All(device => device.Client.Status.State == ConnectionState.Connecting) && sandbox.SocketsOpen == 0, "all to wait");
        var opened = sandbox.SocketsOpened;
        await devices[0].Client.DisconnectAsync();
        place.Dispose();
        await Wait.UntilAsync(() => devices.Skip(1).All(device => device.Client.Status.State == ConnectionState.Connected), "those who still want to");
        Assert.Equal(opened + 3, sandbox.SocketsOpened);
        Assert.Equal(0, gate.Dialling);
        foreach (var device in devices)
        {
            await device.DisposeAsync();
        }
    }

    private static async Task EndAsync(WhatsAppSandbox sandbox, TestDevice device, BinaryNode farewell) =>
        await sandbox.ConnectionOf(device.Client.Status.PhoneJid!.Value).CloseAsync(farewell);

    private static async Task EndsAsAsync(TestDevice device, CloseSource source, string key)
    {
        var end = CloseReasons.All.Single(row => row.Source == source && row.Key == key).End;
        await Wait.UntilAsync(() => Find(device, end)?.Previous == ConnectionState.Connected, "the end that the table says");
        if (end.Next == ConnectionState.Reconnecting)
        {
            await Wait.UntilAsync(() => Logins(device) == 2, "the next login");
        }
        else
        {
            Assert.Equal(end.Next, device.Client.Status.State);
            Assert.Equal(end.DropCredentials, device.Client.Status.PhoneJid is null);
        }
    }

    private static ConnectionChanged? Find(TestDevice device, ConnectionEnd end) =>
        device.Events.OfType<ConnectionChanged>().LastOrDefault(each => each.Reason == end.Reason && each.Status.State == end.Next);

    private static int Logins(TestDevice device) => device.Events.OfType<ConnectionChanged>().Count(each => each.Reason == "logged-in");

    private static BinaryNode StreamError(string key) => key.Split("conflict type=") switch
    {
        [_, var type] => new BinaryNode("stream:error", null, new BinaryNode("conflict", [("type", type)])),
        [var code] when char.IsAsciiDigit(code[0]) => new BinaryNode("stream:error", [("code", code)]),
        [var child] => new BinaryNode("stream:error", null, new BinaryNode(child)),
        _ => throw new ArgumentException("Not a stream error.", nameof(key)),
    };
}
