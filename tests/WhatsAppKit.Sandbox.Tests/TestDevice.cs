using System.Collections.Concurrent;
using WhatsAppKit.Core;
using WhatsAppKit.Core.Media;
using WhatsAppKit.Core.Session.Events;
using WhatsAppKit.Core.Storage;
using WhatsAppKit.Sandbox.Phones;

namespace WhatsAppKit.Sandbox.Tests;

/// <summary>A client under test with everything it reported.</summary>
internal sealed class TestDevice : IAsyncDisposable
{
    private readonly EventSubscription _subscription;
    private readonly Task _reading;

    private TestDevice(WhatsAppClient client)
    {
        Client = client;
        _subscription = client.Subscribe();
        _reading = ReadAsync();
    }

    public WhatsAppClient Client { get; }

    public ConcurrentQueue<WhatsAppEvent> Events { get; } = new();

    public IEnumerable<MessageReceived> Received => Events.OfType<MessageReceived>();

    public static WhatsAppClientOptions Options(WhatsAppSandbox sandbox, Uri? endpoint = null) => new()
    {
        Endpoint = endpoint ?? sandbox.Endpoint!,
        TrustedRootKey = sandbox.TrustedRootKey,
        MaxReconnectDelay = TimeSpan.FromMilliseconds(200),
        Media = new MediaOptions { TrustedCertificates = sandbox.MediaCertificatePem },
    };

    public static TestDevice Create(WhatsAppSandbox sandbox, ISessionStore store, WhatsAppClientOptions? options = null) =>
        new(new WhatsAppClient(options ?? Options(sandbox), store, TestLog.Factory));

    public static async Task<TestDevice> PairAsync(WhatsAppSandbox sandbox, SandboxPhone phone, ISessionStore? store = null)
    {
        var device = Create(sandbox, store ?? new MemorySessionStore());
        await device.PairAsync(phone);
        return device;
    }

    public async Task PairAsync(SandboxPhone phone)
    {
        await Client.ConnectAsync();
        var code = await Wait.ForAsync(() => Client.Status.Qr, "a QR code");
        await phone.ScanAsync(code.Text);
        await ConnectedAsync();
    }

    public Task ConnectedAsync() => Wait.UntilAsync(() => Client.Status.State == ConnectionState.Connected, "the connection");

    public Task<MessageReceived> ReceivesAsync(string text) => Wait.ForAsync(() => Received.FirstOrDefault(m => m.Text == text), $"the message '{text}'");

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await _reading;
        _subscription.Dispose();
    }

    private async Task ReadAsync()
    {
        await foreach (var happened in _subscription.ReadAllAsync())
        {
            Events.Enqueue(happened);
        }
    }
}
