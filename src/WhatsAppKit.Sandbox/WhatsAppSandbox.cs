using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Storage;
using WhatsAppKit.Sandbox.Faults;
using WhatsAppKit.Sandbox.Listener;
using WhatsAppKit.Sandbox.Media;
using WhatsAppKit.Sandbox.Phones;

namespace WhatsAppKit.Sandbox;

/// <summary>A WhatsApp server with simulated phones, in this process.</summary>
public sealed partial class WhatsAppSandbox : IAsyncDisposable
{
    private readonly SandboxCore _core;
    private readonly ConcurrentDictionary<string, Lazy<Task<SandboxPhone>>> _phones = new();
    private WebApplication? _host;
    private int _socketsOpened;
    private int _socketsOpen;

    private WhatsAppSandbox(SandboxCore core) => _core = core;

    /// <summary>The endpoint clients connect to; set when the sandbox listens by itself.</summary>
    public Uri? Endpoint { get; private set; }

    /// <summary>The root key (32 bytes) that the server's certificates end in: what clients must trust.</summary>
    public ReadOnlyMemory<byte> TrustedRootKey => _core.Keys.Root.Memory;

    /// <summary>The media host: its certificate, what it stores, and what it does wrong.</summary>
    public SandboxMedia Media => _core.Media;

    /// <summary>The root certificate (PEM) that clients must trust for media hosts.</summary>
    public string MediaCertificatePem => _core.Media.CertificatePem;

    /// <summary>
    /// A certificate with its key for 127.0.0.1 and localhost, signed by <see cref="MediaCertificatePem"/>: for a host that serves this
    /// sandbox over TLS. It lives as long as the sandbox.
    /// </summary>
    public X509Certificate2 ServerCertificate => _core.Media.ServerCertificate;

    /// <summary>Makes a sandbox that does not listen for clients: map it into a host with <c>MapWhatsAppSandbox</c>.</summary>
    public static async Task<WhatsAppSandbox> CreateAsync(
        SandboxOptions? options = null, ILoggerFactory? loggers = null, CancellationToken cancellationToken = default)
    {
        options ??= new SandboxOptions();
        var store = options.Store ?? new MemorySessionStore(options.TimeProvider);
        var keys = await ServerKeys.LoadAsync(store, options.TimeProvider.GetUtcNow(), cancellationToken).ConfigureAwait(false);
        var media = await SandboxMedia.StartAsync(options.TimeProvider, cancellationToken).ConfigureAwait(false);
        try
        {
            return await CreateAsync(options, store, keys, media, loggers, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await media.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static async Task<WhatsAppSandbox> CreateAsync(
        SandboxOptions options,
        ISessionStore store,
        ServerKeys keys,
        SandboxMedia media,
        ILoggerFactory? loggers,
        CancellationToken cancellationToken)
    {
        var core = new SandboxCore(options, store, keys, media, (loggers ?? NullLoggerFactory.Instance).CreateLogger<WhatsAppSandbox>());
        await core.Archive.LoadAsync(cancellationToken).ConfigureAwait(false);
        await core.Profiles.LoadAsync(cancellationToken).ConfigureAwait(false);
        await core.GroupArchive.LoadAsync(cancellationToken).ConfigureAwait(false);
        await core.AppState.LoadAsync(cancellationToken).ConfigureAwait(false);
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

    /// <summary>What tests make go wrong.</summary>
    internal DeliveryFaults Faults => _core.Server.Faults;

    /// <summary>How many sockets clients have opened so far.</summary>
    internal int SocketsOpened => Volatile.Read(ref _socketsOpened);

    /// <summary>How many of them are open.</summary>
    internal int SocketsOpen => Volatile.Read(ref _socketsOpen);

    /// <summary>What the server knows.</summary>
    internal SandboxCore Core => _core;

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

    /// <summary>Makes a channel that a phone's account writes. It lasts as long as this object.</summary>
    /// <param name="owner">The account that may write.</param>
    /// <param name="name">The channel's name.</param>
    /// <returns>The channel's address.</returns>
    public Jid CreateChannel(SandboxPhone owner, string name)
    {
        ArgumentNullException.ThrowIfNull(owner);
        ArgumentException.ThrowIfNullOrEmpty(name);
        lock (_core.Accounts.Gate)
        {
            return _core.Channels.Add(name, owner.Account, _core.Options.TimeProvider.GetUtcNow()).Jid;
        }
    }

    /// <summary>Lets a phone's account follow a channel: all its devices get what is written from now on.</summary>
    /// <param name="channel">The channel's address.</param>
    /// <param name="follower">The account.</param>
    /// <exception cref="ArgumentException">There is no such channel.</exception>
    public void FollowChannel(Jid channel, SandboxPhone follower)
    {
        ArgumentNullException.ThrowIfNull(follower);
        lock (_core.Accounts.Gate)
        {
            var found = _core.Channels.Find(channel) ?? throw new ArgumentException("There is no such channel.", nameof(channel));
            found.Followers.Add(follower.Account);
        }
    }

    /// <summary>Tells a device that is connected that something of that type may have changed while it was away, as the server does after a login.</summary>
    /// <param name="device">The phone-number JID of a linked device.</param>
    /// <param name="type">What, in the server's words, such as <c>groups</c>.</param>
    /// <exception cref="ArgumentException">There is no such device.</exception>
    public Task MarkDirtyAsync(Jid device, string type)
    {
        State.Device found;
        lock (_core.Accounts.Gate)
        {
            found = _core.Accounts.FindDevice(device) ?? throw new ArgumentException("There is no such device.", nameof(device));
        }

        var timestamp = Stanzas.Nodes.Text(_core.Options.TimeProvider.GetUtcNow().ToUnixTimeSeconds());
        return _core.Server.Delivery.TellAsync(
            found, new BinaryNode("ib", [("from", Jid.WhatsAppServer)], new BinaryNode("dirty", [("type", type), ("timestamp", timestamp)])));
    }

    /// <summary>Makes a follower of a channel one of those who write it.</summary>
    /// <param name="channel">The channel's address.</param>
    /// <param name="admin">The account.</param>
    /// <exception cref="ArgumentException">There is no such channel.</exception>
    public void PromoteInChannel(Jid channel, SandboxPhone admin)
    {
        ArgumentNullException.ThrowIfNull(admin);
        lock (_core.Accounts.Gate)
        {
            var found = _core.Channels.Find(channel) ?? throw new ArgumentException("There is no such channel.", nameof(channel));
            found.Admins.Add(admin.Account);
        }
    }

    /// <summary>Unlinks a device, as its owner does on the phone; a connected one is told so.</summary>
    /// <param name="device">The phone-number JID of a linked device.</param>
    public Task RemoveDeviceAsync(Jid device) => _core.Server.RemoveAsync(device);

    /// <summary>
    /// Installs WhatsApp anew on a phone: it has new keys and an empty store, its linked devices are logged out, and
    /// everybody who knows it is told.
    /// </summary>
    /// <param name="number">The number of a phone that is on.</param>
    /// <param name="announce">False keeps it secret: others notice by themselves.</param>
    /// <returns>The phone as it is now; the earlier object is of no use any more.</returns>
    /// <exception cref="ArgumentException">The text is no phone number.</exception>
    /// <exception cref="InvalidOperationException">There is no such phone.</exception>
    public async Task<SandboxPhone> ReinstallPhoneAsync(string number, bool announce = true)
    {
        var digits = PhoneNumbers.Digits(number);
        if (!_phones.TryRemove(digits, out var former))
        {
            throw new InvalidOperationException("There is no phone with this number.");
        }

        var phone = await former.Value.ConfigureAwait(false);
        foreach (var device in phone.Account.Devices.Keys.Where(id => id > 0).ToArray())
        {
            await _core.Server.RemoveAsync(phone.Jid.WithDevice(device)).ConfigureAwait(false);
        }

        await phone.DisposeAsync().ConfigureAwait(false);
        await _core.AppState.ClearAsync(phone.Account).ConfigureAwait(false);
        lock (_core.Accounts.Gate)
        {
            phone.Account.Installation++;
            phone.Account.Devices.Remove(0);
        }

        var anew = await AddPhoneAsync(digits).ConfigureAwait(false);
        if (announce)
        {
            await _core.Notices.AnnounceIdentityAsync(phone.Account).ConfigureAwait(false);
        }

        return anew;
    }

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

        await _core.Media.DisposeAsync().ConfigureAwait(false);
        _core.Archive.Dispose();
        _core.GroupArchive.Dispose();
        _core.Profiles.Dispose();
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
        await using var connection = new ClientConnection(socket, _core);
        Interlocked.Increment(ref _socketsOpen);
        Interlocked.Increment(ref _socketsOpened);
        try
        {
            await connection.RunAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The host stops.
        }
        finally
        {
            Interlocked.Decrement(ref _socketsOpen);
        }
    }
}
