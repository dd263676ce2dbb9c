using WhatsAppKit.Core;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Session.Events;
using WhatsAppKit.Sandbox.Phones;

namespace WhatsAppKit.Sandbox.Tests;

/// <summary>A client that goes on whatever happens: it restarts from its store, and sends until the server has taken the message.</summary>
internal sealed class Actor(WhatsAppSandbox sandbox, SandboxPhone phone) : IAsyncDisposable
{
    private readonly SemaphoreSlim _restarting = new(1, 1);
    private TestDevice? _device;

    public SandboxPhone Phone { get; } = phone;

    public FailingStore Store { get; } = new();

    public TestDevice Device => _device ?? throw new InvalidOperationException("The actor has not been started.");

    public Jid Address { get; private set; }

    public async Task StartAsync()
    {
        _device = await TestDevice.PairAsync(sandbox, Phone, Store);
        Address = _device.Client.Status.LidJid!.Value;
    }

    /// <summary>Ends the client and starts another one from what is in the store.</summary>
    public async Task RestartAsync()
    {
        await _restarting.WaitAsync();
        try
        {
            await Device.DisposeAsync();
            Store.Revive();
            _device = TestDevice.Create(sandbox, Store);
            await _device.Client.ResumeAsync();
            await _device.ConnectedAsync();
        }
        finally
        {
            _restarting.Release();
        }
    }

    /// <summary>Connects anew. It waits for the login: two at the same time would be one too many for the server.</summary>
    public async Task ReconnectAsync()
    {
        await Device.Client.DisconnectAsync();
        await Device.Client.ConnectAsync();
        await Device.ConnectedAsync();
    }

    /// <summary>Sends, under one id, until the server has taken it. A client that was ended meanwhile is replaced by its successor.</summary>
    public async Task SendAsync(Jid to, string text, string? id = null)
    {
        id ??= Device.Client.Messages.CreateId();
        while (true)
        {
            var device = Device;
            try
            {
                await device.Client.Messages.SendTextAsync(to, text, id);
                return;
            }
            catch (Exception error) when (error is WhatsAppNotConnectedException or RequestTimeoutException or ObjectDisposedException or IOException)
            {
                await Wait.UntilAsync(() => Store.IsDead || Device.Client.Status.State == ConnectionState.Connected, "a connection to send with");
                await ReviveAsync();
            }
        }
    }

    /// <summary>Restarts if the store is dead, as the process would be.</summary>
    public Task ReviveAsync() => Store.IsDead ? RestartAsync() : Task.CompletedTask;

    /// <summary>How often each text was raised.</summary>
    public IReadOnlyDictionary<string, int> Texts() => Store.Received.GroupBy(m => m.Text!).ToDictionary(same => same.Key, same => same.Count());

    public bool HasFailures => Device.Events.OfType<MessageUndecryptable>().Any();

    public async ValueTask DisposeAsync()
    {
        await Device.DisposeAsync();
        _restarting.Dispose();
    }
}
