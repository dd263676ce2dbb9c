using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Time.Testing;
using WhatsAppKit.Core;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Session.Events;
using WhatsAppKit.Core.Storage;
using WhatsAppKit.Sandbox.Tests.FaultMatrix;

namespace WhatsAppKit.Sandbox.Tests;

/// <summary>What happens to many connections, or over a longer time.</summary>
public sealed class ConnectionFaultTests
{
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
            await EndAsync(sandbox, device, Fault.StreamError("515"));
        }

        // The pairing ended with a restart, too: the fourth of these is the fifth end.
        await SlowsDownAsync(loginsSoFar: 4);
        await EndAsync(sandbox, device, Fault.StreamError("515"));
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
    public async Task No_message_leaves_before_the_login_is_done()
    {
        await using var sandbox = await WhatsAppSandbox.StartAsync(loggers: TestLog.Factory);
        var friend = await sandbox.AddPhoneAsync("15550002");
        var store = new MemorySessionStore();
        await (await TestDevice.PairAsync(sandbox, await sandbox.AddPhoneAsync("15550001"), store)).DisposeAsync();
        await using var device = TestDevice.Create(sandbox, store, TestDevice.Options(sandbox) with { RequestTimeout = TimeSpan.FromSeconds(15) });
        var (unanswered, early) = ((object?)null, 0);
        sandbox.Faults.Reading = (connection, stanza) =>
        {
            if (stanza["xmlns"] == "passive" && unanswered is null)
            {
                unanswered = connection;
                return Task.FromResult(false);
            }

            early += stanza.Tag == "message" && connection == unanswered ? 1 : 0;
            return Task.FromResult(true);
        };
        await device.Client.ResumeAsync();
        await Wait.UntilAsync(() => unanswered is not null, "the login that is not answered");

        var error = await Assert.ThrowsAsync<WhatsAppNotConnectedException>(() => device.Client.Messages.SendTextAsync(friend.Jid, "early"));

        Assert.Equal((false, 0), (error.MayHaveBeenSent, early));
        await device.ConnectedAsync();
        await device.Client.Messages.SendTextAsync(friend.Jid, "in time");
        await friend.ShouldReceiveTextAsync("in time");
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

    [Theory]
    [InlineData("hangs up")]
    [InlineData("speaks no TLS")]
    [InlineData("sends an alert")]
    public async Task A_server_with_which_TLS_fails_is_tried_again(string what)
    {
        byte[] answer = what switch
        {
            "hangs up" => [],
            "sends an alert" => [0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 0x28],
            _ => "HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray(),
        };
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = Task.Run(async () =>
        {
            for (var dialled = 1; ; dialled++)
            {
                using var socket = await listener.AcceptSocketAsync();
                await socket.ReceiveAsync(new byte[1]);
                await socket.SendAsync(answer);
                if (dialled == 2)
                {
                    return;
                }
            }
        });
        var options = new WhatsAppClientOptions
        {
            Endpoint = new Uri($"wss://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/"),
            MaxReconnectDelay = TimeSpan.FromMilliseconds(50),
        };
        await using var device = new WhatsAppClient(options, new MemorySessionStore(), TestLog.Factory);
        using var changes = device.Subscribe();
        await device.ConnectAsync();

        await Wait.ForAsync(serving, "the second attempt");
        await foreach (var change in changes.ReadAllAsync())
        {
            if (change is ConnectionChanged { Status.State: ConnectionState.Reconnecting } end)
            {
                Assert.Equal("unreachable", end.Reason);
                break;
            }
        }
    }

    private static async Task EndAsync(WhatsAppSandbox sandbox, TestDevice device, BinaryNode farewell) =>
        await sandbox.ConnectionOf(device.Client.Status.PhoneJid!.Value).CloseAsync(farewell);

    private static int Logins(TestDevice device) => device.Events.OfType<ConnectionChanged>().Count(each => each.Reason == "logged-in");
}
