using Microsoft.Extensions.Logging;
using WhatsAppKit.Core.AppState.Collections;
using WhatsAppKit.Core.AppState.Keys;
using WhatsAppKit.Core.AppState.Sync;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Media;
using WhatsAppKit.Core.Messages;
using WhatsAppKit.Core.Session;
using WhatsAppKit.Core.Session.Notifications;
using WhatsAppKit.Core.Session.State;
using WhatsAppKit.Core.Storage;
using static WhatsAppKit.Core.Protobuf.Message.Types;

namespace WhatsAppKit.Core.AppState;

/// <summary>What the account's devices share through the server, composed: what makes it change, and the services that change it.</summary>
internal sealed class AppStateFeature : IAsyncDisposable
{
    private readonly CollectionStore _collections;
    private readonly WorkQueue _work;
    private readonly Recovery _recovery;

    public AppStateFeature(
        IWhatsAppSession session,
        DeviceState state,
        ISessionStore store,
        PeerMessages peerMessages,
        PeerSender peers,
        NotificationHandler notifications,
        DirtyBits dirty,
        MediaService media,
        TimeProvider time,
        ILogger logger)
    {
        // A queue of its own: a large download must not keep pre-keys and retries waiting.
        _work = new WorkQueue(time, logger);
        Keys = new KeyRing(store, state);
        _collections = new CollectionStore(store, state);
        Blobs = new ExternalBlobs(media);
        Pull = new CollectionPull(session, state, _collections, Keys, Blobs);
        _recovery = new Recovery(state, store, _collections, Pull, Keys, peers, time, logger);
        Sync = new AppStateSync(state, Pull, Keys, new KeyRequests(state, store, peers, time), _recovery, _work, logger);
        Writer = new AppStateWriter(session, state, Sync, _collections, Keys, time, logger);
        var entries = new ListedEntries(store, _collections, Keys);
        Chats = new ChatService(Writer, time);
        AddressBook = new AddressBook(Writer, entries, state);
        Labels = new LabelService(Writer, entries);
        QuickReplies = new QuickReplyService(Writer, entries, time);
        Settings = new AccountSettingsService(Writer);
        notifications.Handle("server_sync", HandleAsync);
        dirty.Handle("account_sync", FetchAllAsync);
        peerMessages.Handle(TakeAsync);
    }

    public ChatService Chats { get; }

    public AddressBook AddressBook { get; }

    public LabelService Labels { get; }

    public QuickReplyService QuickReplies { get; }

    public AccountSettingsService Settings { get; }

    internal KeyRing Keys { get; }

    internal ExternalBlobs Blobs { get; }

    internal CollectionPull Pull { get; }

    internal AppStateSync Sync { get; }

    internal AppStateWriter Writer { get; }

    /// <summary>True when this device has keys, and every collection was synchronised at least once.</summary>
    public async Task<bool> IsSynchronisedAsync(CancellationToken cancellationToken)
    {
        foreach (var collection in CollectionNames.All)
        {
            if (!(await _collections.FindAsync(collection, cancellationToken).ConfigureAwait(false)).IsStored)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>How far this device is in a collection.</summary>
    public Task<CollectionState> StateAsync(string collection, CancellationToken cancellationToken) => _collections.FindAsync(collection, cancellationToken);

    /// <summary>While the device was away others may have changed something.</summary>
    public void LoggedIn() => Sync.QueueAll();

    public async ValueTask DisposeAsync()
    {
        await _work.DisposeAsync().ConfigureAwait(false);
        await Sync.DisposeAsync().ConfigureAwait(false);
        Keys.Dispose();
    }

    /// <summary>Ends when every collection was fetched, or could not be.</summary>
    private Task FetchAllAsync(CancellationToken cancellationToken)
    {
        Sync.QueueAll();
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return _work.TryAdd("the account was fetched", _ => Task.Run(done.SetResult, CancellationToken.None))
            ? done.Task.WaitAsync(cancellationToken)
            : throw new ProtocolException("Too much waits to be fetched.");
    }

    /// <summary>Collections changed: each is fetched, unless this device has that version already.</summary>
    private async Task HandleAsync(BinaryNode notification, CancellationToken cancellationToken)
    {
        foreach (var (name, version) in AppStateNodes.Changed(notification))
        {
            if (version is not { } told || (await _collections.FindAsync(name, cancellationToken).ConfigureAwait(false)).Version < told)
            {
                Sync.Queue(name);
            }
        }
    }

    /// <summary>Only the phone shares keys, and hands over its own copy of a collection.</summary>
    private async ValueTask TakeAsync(StateTransaction transaction, MessageEnvelope envelope, ProtocolMessage told, CancellationToken cancellationToken)
    {
        if (envelope.Source.Sender.Device != 0)
        {
            return;
        }

        if (told.AppStateSyncKeyShare is { } share && await KeyShares.TakeAsync(transaction, share, cancellationToken).ConfigureAwait(false))
        {
            Sync.QueueAll();
        }

        if (told.PeerDataOperationRequestResponseMessage is { } answer)
        {
            foreach (var result in answer.PeerDataOperationResult.Take(CollectionNames.All.Length))
            {
                if (await _recovery.TakeAsync(transaction, answer.StanzaId, result, cancellationToken).ConfigureAwait(false) is { } collection)
                {
                    Sync.Queue(collection, unpark: true);
                }
            }
        }
    }
}
