using Microsoft.Extensions.Time.Testing;
using WhatsAppKit.Core;
using WhatsAppKit.Core.Session.Events;
using WhatsAppKit.Core.Storage;

namespace WhatsAppKit.Sandbox.Tests;

/// <summary>Three codes for each connect request and then silence, on a clock that the test moves.</summary>
public sealed class QrLimitTests
{
    // Certificates are checked against this clock: it starts where the server's stands.
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);

    [Fact]
    public async Task With_nobody_scanning_three_codes_are_shown_and_nothing_but_a_connect_opens_a_socket_again()
    {
        await using var sandbox = await WhatsAppSandbox.StartAsync(loggers: TestLog.Factory);
        var phone = await sandbox.AddPhoneAsync("15550001");
        var store = new MemorySessionStore();
        await using var device = TestDevice.Create(sandbox, store, Options(sandbox));
        await device.Client.ConnectAsync();
        var first = await Wait.ForAsync(() => device.Client.Status.Qr, "the first code");
        var connection = sandbox.Core.FindWaiting(ReferenceOf(first))!;
        var references = connection.Registration!.References;

        await PassUntilAsync(() => device.Client.Status.State == ConnectionState.ForceDisconnected, "the forced disconnect");

        await Wait.UntilAsync(() => sandbox.SocketsOpen == 0, "the closed socket");
        var shown = device.Events.OfType<ConnectionChanged>().Where(e => e.Reason == "qr-shown").Select(e => e.Status.Qr!).ToArray();
        Assert.Equal([(1, references[0]), (2, references[1]), (3, references[2])], shown.Select(code => (code.Attempt, ReferenceOf(code))));
        Assert.Equal("qr-limit-reached", Last(device).Reason);

        // Time passes, the process starts anew over the same store, and the server has something to say.
        _time.Advance(TimeSpan.FromMinutes(10));
        await using (var restarted = TestDevice.Create(sandbox, store, Options(sandbox)))
        {
            await restarted.Client.ResumeAsync();
            Assert.Equal(ConnectionState.Disconnected, restarted.Client.Status.State);
        }

        await device.Client.ResumeAsync();
        await connection.SendAsync(connection.Registration.PairDevice());
        await (await sandbox.AddPhoneAsync("15550002")).SendTextAsync(phone.Number, "to whom it may concern");
        _time.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal((ConnectionState.ForceDisconnected, 1, 0), (device.Client.Status.State, sandbox.SocketsOpened, sandbox.SocketsOpen));

        // Whatever had been dialled secretly would be one socket more by now.
        await device.Client.ConnectAsync();
        await Wait.UntilAsync(() => device.Client.Status.Qr is { Attempt: 1 }, "code #1 again");
        Assert.Equal((2, 1), (sandbox.SocketsOpened, sandbox.SocketsOpen));
    }

    [Fact]
    public async Task A_scan_of_the_third_code_at_the_last_moment_connects()
    {
        await using var sandbox = await WhatsAppSandbox.StartAsync(loggers: TestLog.Factory);
        var phone = await sandbox.AddPhoneAsync("15550001");
        await using var device = TestDevice.Create(sandbox, new MemorySessionStore(), Options(sandbox));
        await device.Client.ConnectAsync();
        await PassUntilAsync(() => device.Client.Status.Qr is { Attempt: 3 }, "the third code");
        var code = device.Client.Status.Qr!;
        _time.Advance(code.ExpiresAt - _time.GetUtcNow() - TimeSpan.FromMilliseconds(1));

        await phone.ScanAsync(code.Text);

        await device.ConnectedAsync();
    }

    [Fact]
    public async Task A_code_that_expires_while_its_scan_is_stored_was_scanned()
    {
        await using var sandbox = await WhatsAppSandbox.StartAsync(loggers: TestLog.Factory);
        var phone = await sandbox.AddPhoneAsync("15550001");
        var store = new SlowStore();
        await using var device = TestDevice.Create(sandbox, store, Options(sandbox));
        await device.Client.ConnectAsync();
        await PassUntilAsync(() => device.Client.Status.Qr is { Attempt: 3 }, "the third code");
        store.Hold();

        var scan = phone.ScanAsync(device.Client.Status.Qr!.Text);
        await Wait.UntilAsync(() => store.IsHolding, "the commit of the pairing");
        await PassAsync(60);
        store.Release();

        await Wait.ForAsync(scan, "the phone to see the device");
        await device.ConnectedAsync();
        Assert.Equal(3, device.Events.OfType<ConnectionChanged>().Count(e => e.Reason == "qr-shown"));
    }

    [Fact]
    public async Task A_scan_while_the_first_code_expires_shows_no_further_code()
    {
        await using var sandbox = await WhatsAppSandbox.StartAsync(loggers: TestLog.Factory);
        var phone = await sandbox.AddPhoneAsync("15550001");
        var store = new SlowStore();
        await using var device = TestDevice.Create(sandbox, store, Options(sandbox));
        await device.Client.ConnectAsync();
        await Wait.UntilAsync(() => device.Client.Status.Qr is not null, "the first code");
        store.Hold();

        var scan = phone.ScanAsync(device.Client.Status.Qr!.Text);
        await Wait.UntilAsync(() => store.IsHolding, "the commit of the pairing");
        await PassAsync(120);
        store.Release();

        await Wait.ForAsync(scan, "the phone to see the device");
        await device.ConnectedAsync();
        Assert.Single(device.Events.OfType<ConnectionChanged>(), e => e.Reason == "qr-shown");
    }

    [Fact]
    public async Task A_connection_lost_while_the_last_code_is_shown_does_not_come_back()
    {
        await using var sandbox = await WhatsAppSandbox.StartAsync(loggers: TestLog.Factory);
        await using var device = TestDevice.Create(sandbox, new MemorySessionStore(), Options(sandbox));
        await device.Client.ConnectAsync();
        await PassUntilAsync(() => device.Client.Status.Qr is { Attempt: 3 }, "the third code");

        await sandbox.Core.FindWaiting(ReferenceOf(device.Client.Status.Qr!))!.CloseAsync(null);

        await Wait.UntilAsync(() => device.Client.Status.State == ConnectionState.ForceDisconnected, "the forced disconnect");
        Assert.Equal(1, sandbox.SocketsOpened);
    }

    [Fact]
    public async Task A_connection_lost_before_goes_on_with_the_codes_that_are_left()
    {
        await using var sandbox = await WhatsAppSandbox.StartAsync(loggers: TestLog.Factory);
        await using var device = TestDevice.Create(sandbox, new MemorySessionStore(), Options(sandbox));
        await device.Client.ConnectAsync();
        await PassUntilAsync(() => device.Client.Status.Qr is { Attempt: 2 }, "the second code");

        await sandbox.Core.FindWaiting(ReferenceOf(device.Client.Status.Qr!))!.CloseAsync(null);

        await PassUntilAsync(() => device.Client.Status.State == ConnectionState.ForceDisconnected, "the forced disconnect");
        var shown = device.Events.OfType<ConnectionChanged>().Where(e => e.Reason == "qr-shown").Select(e => e.Status.Qr!.Attempt);
        Assert.Equal([1, 2, 3], shown);
        Assert.Equal(2, sandbox.SocketsOpened);
    }

    private WhatsAppClientOptions Options(WhatsAppSandbox sandbox) => TestDevice.Options(sandbox) with
    {
        TimeProvider = _time,

        // Time flies here: no answer could be quick enough.
        KeepAliveInterval = TimeSpan.FromDays(1),
        RequestTimeout = TimeSpan.FromDays(1),
        ConnectTimeout = TimeSpan.FromDays(1),
    };

    /// <summary>Lets time pass second by second, for whoever begins to wait in between.</summary>
    private Task PassUntilAsync(Func<bool> condition, string what) => Wait.UntilAsync(
        () =>
        {
            if (!condition())
            {
                _time.Advance(TimeSpan.FromSeconds(1));
            }

            return condition();
        },
        what);

    private async Task PassAsync(int seconds)
    {
        for (; seconds > 0; seconds--)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
    }

    private static string ReferenceOf(QrCode code) => code.Text[(code.Text.IndexOf('#', StringComparison.Ordinal) + 1)..].Split(',')[0];

    private static ConnectionChanged Last(TestDevice device) => device.Events.OfType<ConnectionChanged>().Last();

    /// <summary>A store whose commits wait while it is told to hold them.</summary>
    private sealed class SlowStore : ISessionStore
    {
        private readonly MemorySessionStore _store = new();
        private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private volatile bool _holds;

        public bool IsHolding { get; private set; }

        public void Hold() => _holds = true;

        public void Release() => _released.SetResult();

        public ValueTask<ReadOnlyMemory<byte>?> GetAsync(string kind, string key, CancellationToken cancellationToken = default) =>
            _store.GetAsync(kind, key, cancellationToken);

        public ValueTask<IReadOnlyDictionary<string, ReadOnlyMemory<byte>>> GetManyAsync(
            string kind, IReadOnlyCollection<string> keys, CancellationToken cancellationToken = default) =>
            _store.GetManyAsync(kind, keys, cancellationToken);

        public async ValueTask CommitAsync(StoreCommit commit, CancellationToken cancellationToken = default)
        {
            if (_holds)
            {
                IsHolding = true;
                await _released.Task;
            }

            await _store.CommitAsync(commit, cancellationToken);
        }
    }
}
