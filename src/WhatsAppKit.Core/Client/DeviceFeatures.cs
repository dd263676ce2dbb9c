using Microsoft.Extensions.Logging;
using WhatsAppKit.Core.AppState;
using WhatsAppKit.Core.Business;
using WhatsAppKit.Core.Calls;
using WhatsAppKit.Core.Channels;
using WhatsAppKit.Core.Contacts;
using WhatsAppKit.Core.Groups;
using WhatsAppKit.Core.History;
using WhatsAppKit.Core.Media;
using WhatsAppKit.Core.Messages;
using WhatsAppKit.Core.Presence;
using WhatsAppKit.Core.Profile;
using WhatsAppKit.Core.Session;
using WhatsAppKit.Core.Session.Account;
using WhatsAppKit.Core.Session.Devices;
using WhatsAppKit.Core.Session.Events;
using WhatsAppKit.Core.Session.Fanout;
using WhatsAppKit.Core.Session.Notifications;
using WhatsAppKit.Core.Session.PrivacyTokens;
using WhatsAppKit.Core.Session.Receipts;
using WhatsAppKit.Core.Session.State;
using WhatsAppKit.Core.Storage;

namespace WhatsAppKit.Core;

/// <summary>
/// What a device can do over a session, composed in one place. It does not know whether that session is a connection to a
/// server or, for a simulated phone, a line inside one.
/// </summary>
internal sealed class DeviceFeatures : IAsyncDisposable
{
    private readonly WorkQueue _work;
    private readonly DeviceDirectory _devices;
    private readonly GroupDirectory _groups;
    private readonly ReadReceiptSetting _readReceipts;
    private readonly PlaceholderRequests _placeholders;
    private readonly AdminRevocations _revocations;

    public DeviceFeatures(IWhatsAppSession session, ISessionStore store, EventHub events, WhatsAppClientOptions options, ILogger logger)
    {
        var time = options.TimeProvider;
        _work = new WorkQueue(time, logger);
        State = new DeviceState(store, events, options.CacheBudget);
        PreKeys = new PreKeyService(session, State, time, logger);
        _devices = new DeviceDirectory(session, State, time, options.CacheBudget);
        _groups = new GroupDirectory(session, State, options.CacheBudget);
        var encryptor = new DeviceEncryptor(State, PreKeys, time, logger);
        var sent = new SentMessageLog(store, time, options.SentMessageRetention);
        var senderKeys = new SenderKeyFanout(State, encryptor, sent);
        var tokens = new PrivacyTokenStore(store, State.LidMap, time);
        var issuer = new PrivacyTokenIssuer(session, State, tokens, _work, time);
        var direct = new DirectFanout(State, _devices, encryptor, sent, new PrivacyTokenExtras(tokens));
        var group = new GroupFanout(State, _groups, _devices, senderKeys);
        var audience = new PrivacyListAudience(session, () => AppState!.AddressBook, State);
        var status = new StatusFanout(State, audience, _devices, senderKeys);
        var retries = new RetryResponder(
            session, State, encryptor, new RetrySessions(State, encryptor, PreKeys, time), group, senderKeys, sent, time, logger);
        var secrets = new SecretStore(store, State.LidMap, time, options.MessageSecretRetention);
        var requester = new RetryRequester(session, State, time, logger);
        _revocations = new AdminRevocations(_groups, State, _work);
        var projector = new MessageProjector(secrets, _revocations, time);
        PeerMessages = projector.Peers;
        PeerSender = new PeerSender(session, State, encryptor, time, logger);
        _placeholders = new PlaceholderRequests(State, PeerSender, _work, time, logger);
        var availability = new Availability(session);
        var channels = new ChannelMessages(session, State, projector, time, logger);
        var receiver = new MessageReceiver(session, State, projector, requester, _placeholders, channels, availability, time, logger);
        var ownName = new OwnName(State);
        session.Handle("message", async (stanza, token) =>
        {
            await receiver.HandleAsync(stanza, token).ConfigureAwait(false);
            await ownName.LearnAsync(stanza, token).ConfigureAwait(false);
        });
        Receipts = new ReceiptHandler(session, State, retries, _work, time);
        session.Handle("receipt", Receipts.HandleAsync);
        Notifications = CreateNotifications(session, time, logger);
        session.Handle("notification", Notifications.HandleAsync);
        var limits = new AccountLimits(State, store);
        Notifications.Handle("newsletter", new ChannelNotifications(State, channels, time).HandleAsync);
        Notifications.Handle("mex", new AccountNotifications(limits, time).HandleAsync);
        Notifications.Handle("privacy_token", new PrivacyTokenNotifications(State, tokens).HandleAsync);
        Notifications.Handle("encrypt", issuer.HandleIdentityAsync);
        session.Handle("error", new StanzaRefusals(_devices, _groups, logger).HandleAsync);
        Calls = new CallService(session, State, time);
        Presence = new PresenceService(session, State, availability, tokens, events, time);
        _readReceipts = new ReadReceiptSetting(session);
        Notifications.Handle("account_sync", _readReceipts.HandleAsync);
        Media = new MediaService(session, State, Notifications, options.Media, time, logger);
        History = new HistoryFeature(session, State, projector, PeerSender, Media, tokens, events, options, logger);
        var sender = new MessageSender(session, State, direct, group, status, new Rejections(limits, time), issuer, time);
        Profile = new ProfileFeature(session, State, Notifications, Receipts, time).Service;
        Business = new BusinessService(session, Media);
        Messages = new MessageService(
            State, sender, secrets, Media, new ReadMarker(session, _readReceipts, time), time, options.SendsReportingTokens);
        Dirty = new DirtyBits(session, _work);
        AppState = new AppStateFeature(session, State, store, PeerMessages, PeerSender, Notifications, Dirty, Media, time, logger);
        Channels = new ChannelService(session, State, options.MexQueryIds, time);
        Notifications.Handle("mex", new ChannelMexNotifications(State).HandleAsync);
        Groups = new GroupFeature(session, State, _groups, tokens, Notifications, Dirty, time);
        Contacts = new ContactFeature(session, State, tokens, Media, Notifications, _work, time);
    }

    public DeviceState State { get; }

    public PreKeyService PreKeys { get; }

    public ReceiptHandler Receipts { get; }

    public NotificationHandler Notifications { get; }

    public PeerMessages PeerMessages { get; }

    public PeerSender PeerSender { get; }

    public MessageService Messages { get; }

    public MediaService Media { get; }

    public GroupFeature Groups { get; }

    public ContactFeature Contacts { get; }

    /// <summary>What the server marks as changed while the device was away.</summary>
    public DirtyBits Dirty { get; }

    public PresenceService Presence { get; }

    public CallService Calls { get; }

    public ChannelService Channels { get; }

    public AppStateFeature AppState { get; }

    public HistoryFeature History { get; }

    public ProfileService Profile { get; }

    public BusinessService Business { get; }

    /// <summary>What a device does at each login, before it asks for what waits for it.</summary>
    public async Task LoggedInAsync(CancellationToken cancellationToken)
    {
        // While the device was away changes went unheard; those that concern it are told soon, but perhaps not soon enough.
        _devices.ForgetAll();
        _groups.ForgetAll();
        _readReceipts.Forget();
        await PreKeys.EnsureAsync(cancellationToken).ConfigureAwait(false);
        await PreKeys.RotateIfDueAsync(cancellationToken).ConfigureAwait(false);
        await Presence.RestoreAsync(cancellationToken).ConfigureAwait(false);
        _revocations.Resume();
        AppState.LoggedIn();
        History.Resume();
    }

    /// <summary>Does what has become due; called now and then while the device is connected.</summary>
    public void Maintain()
    {
        if (PreKeys.IsRotationDue)
        {
            _work.TryAdd("rotate the signed pre-key", PreKeys.RotateIfDueAsync);
        }

        History.Maintain();
    }

    public async ValueTask DisposeAsync()
    {
        _placeholders.Dispose();
        await AppState.DisposeAsync().ConfigureAwait(false);
        await History.DisposeAsync().ConfigureAwait(false);
        await _work.DisposeAsync().ConfigureAwait(false);
        PreKeys.Dispose();
        await State.DisposeAsync().ConfigureAwait(false);

        // Others share the budget: nothing of this device may stay in it.
        _devices.ForgetAll();
        _groups.ForgetAll();
        State.LidMap.Forget();
    }

    private NotificationHandler CreateNotifications(IWhatsAppSession session, TimeProvider time, ILogger logger)
    {
        var notifications = new NotificationHandler(session, logger);
        var devices = new DeviceNotifications(State, _devices);
        notifications.Handle("encrypt", new EncryptNotifications(State, PreKeys, _devices, _work, time).HandleAsync);
        notifications.Handle("devices", devices.HandleAsync);
        notifications.Handle("account_sync", devices.HandleOwnAsync);
        return notifications;
    }
}
