using System.Collections.Concurrent;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Storage;
using WhatsAppKit.Core.Transport;
using WhatsAppKit.Sandbox.Listener;
using WhatsAppKit.Sandbox.Phones;

namespace WhatsAppKit.Sandbox;

/// <summary>A WhatsApp server with simulated phones, in this process.</summary>
public sealed class WhatsAppSandbox : IAsyncDisposable
{
    private readonly SandboxCore _core;
    private readonly ConcurrentDictionary<string, Lazy<Task<SandboxPhone>>> _phones = new();
    private WebApplication? _host;

    private WhatsAppSandbox(SandboxCore core) => _core = core;

    /// <summary>The endpoint clients connect to; set when the sandbox listens by itself.</summary>
    public Uri? Endpoint { get; private set; }

    /// <summary>The root key (32 bytes) that the server's certificates end in: what clients must trust.</summary>
    public ReadOnlyMemory<byte> TrustedRootKey => _core.Keys.Root.Memory;

    /// <summary>Makes a sandbox that does not listen: map it into a host with <c>MapWhatsAppSandbox</c>.</summary>
    public static async Task<WhatsAppSandbox> CreateAsync(
        SandboxOptions? options = null, ILoggerFactory? loggers = null, CancellationToken cancellationToken = default)
    {
        options ??= new SandboxOptions();
        var store = options.Store ?? new MemorySessionStore(options.TimeProvider);
        var keys = await ServerKeys.LoadAsync(store, options.TimeProvider.GetUtcNow(), cancellationToken).ConfigureAwait(false);
        var core = new SandboxCore(options, store, keys, (loggers ?? NullLoggerFactory.Instance).CreateLogger<WhatsAppSandbox>());
        await core.Archive.LoadAsync(cancellationToken).ConfigureAwait(false);
        var sandbox = new WhatsAppSandbox(core);
        foreach (var account in core.Accounts.All.ToArray())
        {
            await sandbox.AddPhoneAsync(account.Number, cancellationToken).ConfigureAwait(false);
        }

        return sandbox;
    }

    /// <summary>Starts a sandbox on a free port of this machine.</summary>
    public static async Task<WhatsAppSandbox> StartAsync(
        SandboxOptions? options = null, ILoggerFactory? loggers = null, CancellationToken cancellationToken = default)
    {
        var sandbox = await CreateAsync(options, loggers, cancellationToken).ConfigureAwait(false);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapWhatsAppSandbox(sandbox);
        await app.StartAsync(cancellationToken).ConfigureAwait(false);
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        sandbox._host = app;
        sandbox.Endpoint = new Uri(address.Replace("http://", "ws://", StringComparison.Ordinal) + SandboxEndpoints.SocketPath);
        return sandbox;
    }

    /// <summary>The phone with that number; a new one is turned on when there is none.</summary>
    /// <param name="number">5 to 15 digits, with or without +, spaces and dashes.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="ArgumentException">The text is no phone number.</exception>
    public Task<SandboxPhone> AddPhoneAsync(string number, CancellationToken cancellationToken = default) =>
        _phones.GetOrAdd(
            PhoneNumbers.Digits(number),
            digits => new Lazy<Task<SandboxPhone>>(() =>
            {
                State.Account account;
                lock (_core.Accounts.Gate)
                {
                    account = _core.Accounts.GetOrAdd(digits, out _);
                }

                return SandboxPhone.StartAsync(_core, account, CancellationToken.None);
            })).Value.WaitAsync(cancellationToken);

    /// <summary>The phone with that number, or null.</summary>
    public async Task<SandboxPhone?> FindPhoneAsync(string number) =>
        _phones.TryGetValue(PhoneNumbers.Digits(number), out var phone) ? await phone.Value.ConfigureAwait(false) : null;

    /// <summary>Unlinks a device, as its owner does on the phone; a connected one is told so.</summary>
    /// <param name="device">The phone-number JID of a linked device.</param>
    public Task RemoveDeviceAsync(Jid device) => _core.Server.RemoveAsync(device);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(2));
            await _host.StopAsync(limit.Token).ConfigureAwait(false);
            await _host.DisposeAsync().ConfigureAwait(false);
        }

        foreach (var phone in _phones.Values)
        {
            await (await phone.Value.ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
        }

        _core.Archive.Dispose();
    }

    /// <summary>The push name in the registration of the device that shows this QR code.</summary>
    internal string? PushNameOf(string code) =>
        _core.FindWaiting(code[(code.IndexOf('#', StringComparison.Ordinal) + 1)..].Split(',')[0])?.Registration!.Payload.PushName;

    /// <summary>The connection of a device that is logged in.</summary>
    internal ClientConnection ConnectionOf(Jid device)
    {
        lock (_core.Accounts.Gate)
        {
            return (ClientConnection)_core.Accounts.FindDevice(device)!.Client!;
        }
    }

    internal async Task ServeAsync(WebSocket socket, CancellationToken cancellationToken)
    {
        await using var connection = new ClientConnection(new FrameSocket(socket), _core);
        try
        {
            await connection.RunAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }
}
