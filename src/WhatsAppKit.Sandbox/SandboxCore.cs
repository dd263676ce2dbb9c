using System.Globalization;
using Microsoft.Extensions.Logging;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Crypto;
using WhatsAppKit.Core.Protobuf;
using WhatsAppKit.Core.Storage;
using WhatsAppKit.Sandbox.Listener;
using WhatsAppKit.Sandbox.Media;
using WhatsAppKit.Sandbox.Observation;
using WhatsAppKit.Sandbox.Stanzas;
using WhatsAppKit.Sandbox.State;

namespace WhatsAppKit.Sandbox;

/// <summary>What connections and phones of one sandbox share.</summary>
internal sealed class SandboxCore
{
    private readonly List<ClientConnection> _waiting = [];

    public SandboxCore(SandboxOptions options, ISessionStore store, ServerKeys keys, SandboxMedia media, ILogger logger)
    {
        Options = options;
        Store = store;
        Keys = keys;
        Media = media;
        Logger = logger;
        Observer = new SandboxObserver(options.TimeProvider, options.IsStrict, logger);
        Accounts = new AccountDirectory();
        Archive = new AccountArchive(store, Accounts);
        Groups = new GroupRegistry();
        GroupArchive = new GroupArchive(store, Accounts, Groups);
        AppState = new AppStateArchive(store, Accounts);
        Channels = new ChannelRegistry();
        Profiles = new ProfileArchive(store, Accounts);
        Server = new StanzaServer(Accounts, Archive, Groups, GroupArchive, AppState, Channels, Profiles, media, Observer, options.GroupAddressing, options.TimeProvider);
        Notices = new DeviceNotices(Accounts, Server.Delivery, options.TimeProvider);
    }

    public SandboxOptions Options { get; }

    public ISessionStore Store { get; }

    public ServerKeys Keys { get; }

    public SandboxMedia Media { get; }

    public ILogger Logger { get; }

    /// <summary>What was noticed about clients.</summary>
    public SandboxObserver Observer { get; }

    public AccountDirectory Accounts { get; }

    public AccountArchive Archive { get; }

    public GroupRegistry Groups { get; }

    public GroupArchive GroupArchive { get; }

    public AppStateArchive AppState { get; }

    public ChannelRegistry Channels { get; }

    public ProfileArchive Profiles { get; }

    public ProfileNotices ProfileNotices => Server.ProfileNotices;

    public StanzaServer Server { get; }

    public DeviceNotices Notices { get; }

    public void Wait(ClientConnection connection)
    {
        lock (Accounts.Gate)
        {
            _waiting.Add(connection);
        }
    }

    /// <summary>The connection that shows a QR code with that reference.</summary>
    public ClientConnection? FindWaiting(string reference)
    {
        lock (Accounts.Gate)
        {
            return _waiting.Find(connection => connection.Registration!.References.Contains(reference));
        }
    }

    /// <summary>The connection that asked last for a code to be typed on the phone with that number.</summary>
    public ClientConnection? FindWaitingForCode(string number)
    {
        lock (Accounts.Gate)
        {
            return _waiting.FindLast(connection => connection.Codes!.Offer?.Number == number);
        }
    }

    /// <summary>Logs a device in; null when it is not linked, or not with that key. An older connection of it is told off.</summary>
    public Device? Enter(ClientConnection connection, ClientPayload payload, PublicKey noiseKey)
    {
        ISandboxClient? replaced;
        Device? device;
        lock (Accounts.Gate)
        {
            device = Accounts.FindNumber(payload.Username.ToString(CultureInfo.InvariantCulture))?.Devices.GetValueOrDefault((int)payload.Device);
            if (device is null || device.Id == 0 || !noiseKey.Span.SequenceEqual(device.NoiseKey))
            {
                return null;
            }

            replaced = device.Client;
            device.Client = connection;
            device.IsActive = false;
            device.Conduct.Reconnected();
            device.IsAvailable = false;
            Server.Presence.Forget(device);
        }

        _ = replaced?.CloseAsync(new BinaryNode("stream:error", null, new BinaryNode("conflict", [("type", "replaced")]))).AsTask();
        return device;
    }

    /// <summary>Forgets a connection; true when it was the one its device is reached on.</summary>
    public bool Leave(ClientConnection connection)
    {
        lock (Accounts.Gate)
        {
            _waiting.Remove(connection);
            if (connection.Device is { } device && device.Client == connection)
            {
                device.Client = null;
                device.IsActive = false;
                return true;
            }

            return false;
        }
    }
}
