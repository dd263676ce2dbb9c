using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using WhatsAppKit.Core.AppState;
using WhatsAppKit.Core.Business;
using WhatsAppKit.Core.Calls;
using WhatsAppKit.Core.Channels;
using WhatsAppKit.Core.Contacts;
using WhatsAppKit.Core.Groups;
using WhatsAppKit.Core.History;
using WhatsAppKit.Core.Media;
using WhatsAppKit.Core.Messages;
using WhatsAppKit.Core.Pairing;
using WhatsAppKit.Core.Pairing.LinkCode;
using WhatsAppKit.Core.Pairing.Passkey;
using WhatsAppKit.Core.Presence;
using WhatsAppKit.Core.Profile;
using WhatsAppKit.Core.Session;
using WhatsAppKit.Core.Session.Events;
using WhatsAppKit.Core.Storage;

namespace WhatsAppKit.Core;

/// <summary>One WhatsApp device: it pairs, stays connected, and offers its features as properties.</summary>
public sealed class WhatsAppClient : IAsyncDisposable
{
    private readonly EventHub _events;
    private readonly ConnectionStateMachine _machine;
    private readonly ConnectionSupervisor _supervisor;
    private readonly DeviceFeatures _features;
    private readonly LinkCodePairing _codes;
    private readonly PasskeyPairing _passkey;
    private int _disposed;

    /// <summary>Composes a device over its store. Nothing is read, written or connected yet.</summary>
    /// <param name="options">Where to connect and how to behave.</param>
    /// <param name="store">Where the device's keys and sessions live; it belongs to this device alone.</param>
    /// <param name="loggers">Where to log; nowhere by default.</param>
    /// <exception cref="ArgumentException">Trusted certificates are no PEM.</exception>
    public WhatsAppClient(WhatsAppClientOptions options, ISessionStore store, ILoggerFactory? loggers = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(store);
        var logger = (loggers ?? NullLoggerFactory.Instance).CreateLogger<WhatsAppClient>();
        var time = options.TimeProvider;
        _events = new EventHub(options.EventBacklog);
        _machine = new ConnectionStateMachine(_events, time, logger);
        var link = new SessionLink(time, options.RequestTimeout, logger);
        _features = new DeviceFeatures(link, store, _events, options, logger);
        var qr = new QrRotation(options, ShowQr);
        _codes = new LinkCodePairing(link, _features.State, ShowCode, logger);
        _features.Notifications.Handle("link_code_companion_reg", _codes.HandleAsync);
        _passkey = new PasskeyPairing(
            link, _features.State, _codes, qr, new PasskeyDisplay(_machine, _events, logger), (int)ClientPayloads.Platform, time);
        _features.Notifications.Handle("passkey_prologue_request", _passkey.HandleRequestAsync);
        _features.Notifications.Handle("crsc_continuation", _passkey.HandleContinuationAsync);
        var login = new LoginHandler(link, _features.State, _features.LoggedInAsync, _features.Dirty, qr, _codes, _passkey, _machine, time, logger);
        login.Register();
        _supervisor = new ConnectionSupervisor(link, _features.State, login, qr, _machine, _features.Maintain, _events, options, logger);

        void ShowQr(QrCode code)
        {
            LifecycleLog.QrShown(logger, code.Attempt, code.MaxAttempts, code.ExpiresAt);

            // A passkey that is asked for at this very moment stays shown: the code is dead already.
            _machine.TryMove(ConnectionState.AwaitingScan, TransitionReasons.QrShown, status => status with
            {
                Qr = _machine.Status.Passkey is null ? code : null,
                QrAttempt = code.Attempt,
                PairingCode = _machine.Status.PairingCode,
                Passkey = _machine.Status.Passkey,
            });
        }

        void ShowCode(PairingCode? code) => _machine.TryShow(
            ConnectionState.AwaitingScan, TransitionReasons.PairingCodeShown, status => status with { PairingCode = code });
    }

    /// <summary>How far the app state is.</summary>
    internal AppStateFeature AppState => _features.AppState;

    /// <summary>Speaks to the account's other devices.</summary>
    internal PeerSender PeerSender => _features.PeerSender;

    /// <summary>Where the connection stands now.</summary>
    public ConnectionStatus Status => _machine.Status;

    /// <summary>Sends messages.</summary>
    public MessageService Messages => _features.Messages;

    /// <summary>Uploads and downloads the files of messages.</summary>
    public MediaService Media => _features.Media;

    /// <summary>Makes and changes groups.</summary>
    public GroupService Groups => _features.Groups.Groups;

    /// <summary>Groups under one roof.</summary>
    public CommunityService Communities => _features.Groups.Communities;

    /// <summary>Who is on WhatsApp, what people show of themselves, and whom this account has blocked.</summary>
    public ContactService Contacts => _features.Contacts.Contacts;

    /// <summary>The pictures of people and groups, and the own one.</summary>
    public ProfilePictures Pictures => _features.Contacts.Pictures;

    /// <summary>Who is online and who is typing.</summary>
    public PresenceService Presence => _features.Presence;

    /// <summary>Refuses calls, and makes links to calls.</summary>
    public CallService Calls => _features.Calls;

    /// <summary>Follows what happens in channels.</summary>
    public ChannelService Channels => _features.Channels;

    /// <summary>Archives, pins, mutes, reads, empties and deletes chats, and stars messages, on all devices of the account.</summary>
    public ChatService Chats => _features.AppState.Chats;

    /// <summary>The account's contacts.</summary>
    public AddressBook AddressBook => _features.AppState.AddressBook;

    /// <summary>Labels for chats and messages.</summary>
    public LabelService Labels => _features.AppState.Labels;

    /// <summary>Texts written by a short word.</summary>
    public QuickReplyService QuickReplies => _features.AppState.QuickReplies;

    /// <summary>The account's own name and settings.</summary>
    public AccountSettingsService AccountSettings => _features.AppState.Settings;

    /// <summary>What the account shows of itself, and to whom.</summary>
    public ProfileService Profile => _features.Profile;

    /// <summary>Catalogues and orders of businesses.</summary>
    public BusinessService Business => _features.Business;

    /// <summary>Asks the phone for older messages.</summary>
    public HistoryService History => _features.History.Service;

    /// <summary>
    /// Begins to connect and returns; <see cref="Status"/> and the events tell how it goes. An unpaired device shows up
    /// to <see cref="WhatsAppClientOptions.MaxQrAttempts"/> QR codes. Does nothing when a connection is up or under way.
    /// </summary>
    /// <exception cref="CorruptStoreException">The stored credentials cannot be read.</exception>
    public Task ConnectAsync(CancellationToken cancellationToken = default) => _supervisor.ConnectAsync(isExplicit: true, cancellationToken);

    /// <summary>Connects a device that is paired, as after a restart; an unpaired one stays as it is.</summary>
    /// <exception cref="CorruptStoreException">The stored credentials cannot be read.</exception>
    public Task ResumeAsync(CancellationToken cancellationToken = default) => _supervisor.ConnectAsync(isExplicit: false, cancellationToken);

    /// <summary>
    /// Asks for a code that pairs this device when it is typed on a phone, beside the QR code, which stays valid. It can be
    /// had in <see cref="ConnectionState.AwaitingScan"/>, ends with the connection, replaces the code asked for before, and
    /// is good for one try: after a wrong one, ask for another.
    /// </summary>
    /// <param name="phoneNumber">The phone's number with its country's code: 7 to 15 digits, with or without +, spaces and dashes.</param>
    /// <param name="cancellationToken">Stops waiting for the server.</param>
    /// <exception cref="ArgumentException">The text is no such number.</exception>
    /// <exception cref="PairingCodeException">There can be no code now; its <see cref="PairingCodeException.Error"/> says why.</exception>
    /// <exception cref="WhatsAppRequestException">The server refused, as it does when codes are asked for too often (429).</exception>
    /// <exception cref="WhatsAppNotConnectedException">The connection ended meanwhile.</exception>
    /// <exception cref="RequestTimeoutException">The server did not answer.</exception>
    public Task<PairingCode> RequestPairingCodeAsync(string phoneNumber, CancellationToken cancellationToken = default) =>
        _codes.RequestAsync(phoneNumber, cancellationToken);

    /// <summary>
    /// Hands over the passkey's answer to <see cref="ConnectionStatus.Passkey"/>. When it is taken,
    /// <see cref="ConnectionStatus.PasskeyConfirmation"/> follows; before that, it may be repeated.
    /// </summary>
    /// <param name="assertion">What the authenticator returned.</param>
    /// <param name="cancellationToken">Stops waiting for the server.</param>
    /// <exception cref="ArgumentException">A part of the assertion is missing or too long.</exception>
    /// <exception cref="PasskeyException">Nobody asks for a passkey, or the server refused; its <see cref="PasskeyException.Error"/> says which.</exception>
    /// <exception cref="WhatsAppNotConnectedException">The connection ended meanwhile.</exception>
    public Task AnswerPasskeyAsync(PasskeyAssertion assertion, CancellationToken cancellationToken = default) =>
        _passkey.AnswerAsync(assertion, cancellationToken);

    /// <summary>
    /// Tells whether the phone shows the code of <see cref="ConnectionStatus.PasskeyConfirmation"/>. Equal codes let the pairing go
    /// on; different ones mean that somebody stands between this device and the phone: the attempt ends in
    /// <see cref="ConnectionState.Failed"/>, and nothing was given away.
    /// </summary>
    /// <param name="codesAreEqual">What a person saw.</param>
    /// <param name="cancellationToken">Stops waiting for the server.</param>
    /// <exception cref="PasskeyException">There is no such code, or the server refused; its <see cref="PasskeyException.Error"/> says which.</exception>
    /// <exception cref="WhatsAppNotConnectedException">The connection ended meanwhile.</exception>
    public Task ConfirmPasskeyAsync(bool codesAreEqual, CancellationToken cancellationToken = default) =>
        _passkey.ConfirmAsync(codesAreEqual, cancellationToken);

    /// <summary>
    /// Ends the connection, once the stanza being handled and the requests and messages that wait for their answers are done
    /// or <see cref="WhatsAppClientOptions.StopTimeout"/> has passed. The device stays paired; what the server still has to
    /// deliver comes with the next connection.
    /// </summary>
    /// <param name="cancellationToken">Cuts the waiting short: the connection ends at once, and this returns when it has.</param>
    public Task DisconnectAsync(CancellationToken cancellationToken = default) => _supervisor.DisconnectAsync(cancellationToken);

    /// <summary>
    /// Unlinks this device from the account, as its owner could on the phone. When the server has confirmed it, the device's
    /// keys and account are deleted from the store and the state is <see cref="ConnectionState.LoggedOut"/>; a connect pairs
    /// anew, with other keys. When it fails nothing is deleted.
    /// </summary>
    /// <param name="cancellationToken">Stops waiting; the server may unlink the device all the same.</param>
    /// <exception cref="WhatsAppNotConnectedException">The device is not logged in, or the connection ended meanwhile.</exception>
    /// <exception cref="WhatsAppRequestException">The server refused.</exception>
    /// <exception cref="RequestTimeoutException">The server did not answer.</exception>
    public Task LogoutAsync(CancellationToken cancellationToken = default) => _supervisor.LogOutAsync(cancellationToken);

    /// <summary>Events from now on, for one reader.</summary>
    public EventSubscription Subscribe() => _events.Subscribe();

    /// <summary>Ends the connection at once; <see cref="DisconnectAsync"/> before it lets what is under way finish. Stored state is whole either way.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        await _supervisor.DisposeAsync().ConfigureAwait(false);
        _passkey.Dispose();
        _codes.Dispose();
        await _features.DisposeAsync().ConfigureAwait(false);
        _events.Complete();
    }
}
