using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using WhatsAppKit.Core.Messages;
using WhatsAppKit.Core.Pairing;
using WhatsAppKit.Core.Session;
using WhatsAppKit.Core.Session.Devices;
using WhatsAppKit.Core.Session.Events;
using WhatsAppKit.Core.Session.Fanout;
using WhatsAppKit.Core.Session.Notifications;
using WhatsAppKit.Core.Session.Receipts;
using WhatsAppKit.Core.Session.State;
using WhatsAppKit.Core.Storage;

namespace WhatsAppKit.Core;

/// <summary>One WhatsApp device: it pairs, stays connected, and offers its features as properties.</summary>
public sealed class WhatsAppClient : IAsyncDisposable
{
    private readonly EventHub _events;
    private readonly ConnectionStateMachine _machine;
    private readonly ConnectionSupervisor _supervisor;
    private readonly DeviceState _state;
    private readonly PreKeyService _preKeys;
    private readonly WorkQueue _work;
    private int _disposed;

    /// <summary>Composes a device over its store. Nothing is read, written or connected yet.</summary>
    /// <param name="options">Where to connect and how to behave.</param>
    /// <param name="store">Where the device's keys and sessions live; it belongs to this device alone.</param>
    /// <param name="loggers">Where to log; nowhere by default.</param>
    public WhatsAppClient(WhatsAppClientOptions options, ISessionStore store, ILoggerFactory? loggers = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(store);
        var logger = (loggers ?? NullLoggerFactory.Instance).CreateLogger<WhatsAppClient>();
        var time = options.TimeProvider;
        _events = new EventHub(options.EventBacklog);
        _machine = new ConnectionStateMachine(_events, time, logger);
        _state = new DeviceState(store, _events);
        _work = new WorkQueue(logger);
        var link = new SessionLink(time, options.RequestTimeout, logger);
        _preKeys = new PreKeyService(link, _state, logger);
        var directory = new DeviceDirectory(link, _state, time);
        var encryptor = new DeviceEncryptor(_state, _preKeys, logger);
        var sent = new SentMessageLog(store, time, options.SentMessageRetention);
        var receiver = new MessageReceiver(link, _state, new RetryRequester(link, _state, time, logger), logger);
        var receipts = new ReceiptHandler(link, _state, new RetryResponder(link, _state, encryptor, _preKeys, sent, time, logger), _work, time);
        var notifications = new NotificationHandler(link, _preKeys, directory, _work);
        var qr = new QrRotation(options, ShowQr);
        var login = new LoginHandler(link, _state, _preKeys, qr, _machine, time, logger);
        _supervisor = new ConnectionSupervisor(link, _state, login, qr, _machine, options, logger);

        login.Register();
        link.Handle("message", receiver.HandleAsync);
        link.Handle("receipt", receipts.HandleAsync);
        link.Handle("notification", notifications.HandleAsync);
        link.Handle("call", (node, token) => link.SendAsync(ReceiptNodes.Ack(node), token));
        Messages = new MessageService(link, _state, directory, encryptor, sent, time);

        void ShowQr(QrCode code)
        {
            LifecycleLog.QrShown(logger, code.Attempt, code.MaxAttempts, code.ExpiresAt);
            _machine.TryMove(ConnectionState.AwaitingScan, status => status with { Qr = code, QrAttempt = code.Attempt });
        }
    }

    /// <summary>Where the connection stands now.</summary>
    public ConnectionStatus Status => _machine.Status;

    /// <summary>Sends messages.</summary>
    public MessageService Messages { get; }

    /// <summary>
    /// Begins to connect and returns; <see cref="Status"/> and the events tell how it goes. An unpaired device shows up
    /// to <see cref="WhatsAppClientOptions.MaxQrAttempts"/> QR codes. Does nothing when a connection is up or under way.
    /// </summary>
    /// <exception cref="CorruptStoreException">The stored credentials cannot be read.</exception>
    public Task ConnectAsync(CancellationToken cancellationToken = default) => _supervisor.ConnectAsync(isExplicit: true, cancellationToken);

    /// <summary>Connects a device that is paired, as after a restart; an unpaired one stays as it is.</summary>
    /// <exception cref="CorruptStoreException">The stored credentials cannot be read.</exception>
    public Task ResumeAsync(CancellationToken cancellationToken = default) => _supervisor.ConnectAsync(isExplicit: false, cancellationToken);

    /// <summary>Ends the connection. The device stays paired.</summary>
    public Task DisconnectAsync(CancellationToken cancellationToken = default) => _supervisor.DisconnectAsync(cancellationToken);

    /// <summary>Events from now on, for one reader.</summary>
    public EventSubscription Subscribe() => _events.Subscribe();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        await _supervisor.DisposeAsync().ConfigureAwait(false);
        await _work.DisposeAsync().ConfigureAwait(false);
        _events.Complete();
        _preKeys.Dispose();
        _state.Dispose();
    }
}
