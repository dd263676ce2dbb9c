using Microsoft.Extensions.Time.Testing;
using WhatsAppKit.Core;
using WhatsAppKit.Core.Session.Events;
using WhatsAppKit.Core.Storage;
using WhatsAppKit.Sandbox.Listener;
using WhatsAppKit.Sandbox.Phones;

namespace WhatsAppKit.Sandbox.Tests.FaultMatrix;

/// <summary>A device, the phone it is linked to, and somebody it talks with. Time stands still but where a test lets it go on.</summary>
internal sealed class FaultScene : IAsyncDisposable
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(500);

    // Below what a request or a ping may take.
    private static readonly TimeSpan Slowness = TimeSpan.FromSeconds(5);

    private readonly TestDevice _device;
    private int _inflicted;

    private FaultScene(WhatsAppSandbox sandbox, SandboxPhone phone, SandboxPhone friend, FakeTimeProvider time)
    {
        Sandbox = sandbox;
        Phone = phone;
        Friend = friend;
        Time = time;
        _device = TestDevice.Create(sandbox, new MemorySessionStore(), TestDevice.Options(sandbox) with { TimeProvider = time });
    }

    public WhatsAppSandbox Sandbox { get; }

    public SandboxPhone Phone { get; }

    public SandboxPhone Friend { get; }

    public FakeTimeProvider Time { get; }

    public WhatsAppClient Client => _device.Client;

    public IEnumerable<ConnectionChanged> Changes => _device.Events.OfType<ConnectionChanged>();

    public bool WasInflicted => Volatile.Read(ref _inflicted) != 0;

    public static async Task<FaultScene> BeginAsync()
    {
        var sandbox = await WhatsAppSandbox.StartAsync(loggers: TestLog.Factory);
        return new FaultScene(
            sandbox, await sandbox.AddPhoneAsync("15550001"), await sandbox.AddPhoneAsync("15550002"), new FakeTimeProvider(DateTimeOffset.UtcNow));
    }

    public Task PairAsync() => _device.PairAsync(Phone);

    /// <summary>Makes a fault happen to a connection, once.</summary>
    public async Task InflictAsync(Fault fault, ClientConnection connection)
    {
        if (Interlocked.Exchange(ref _inflicted, 1) == 0)
        {
            await fault.Inflict(this, connection);
        }
    }

    /// <summary>Some seconds pass before the server does anything with what it has in its hands.</summary>
    public Task SlowDownAsync()
    {
        Time.Advance(Slowness);
        return Task.CompletedTask;
    }

    /// <summary>Waits, and lets time go on meanwhile.</summary>
    public Task PassUntilAsync(Func<bool> condition, string what) => Wait.UntilAsync(
        () =>
        {
            if (condition())
            {
                return true;
            }

            Time.Advance(Step);
            return false;
        },
        what);

    /// <summary>How often a message with that text arrived at the device.</summary>
    public int Arrived(string text) => _device.Received.Count(message => message.Text == text);

    public async ValueTask DisposeAsync()
    {
        await _device.DisposeAsync();
        await Sandbox.DisposeAsync();
    }
}
