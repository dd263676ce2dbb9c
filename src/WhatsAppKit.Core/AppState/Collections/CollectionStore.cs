using Google.Protobuf;
using WhatsAppKit.Core.AppState.Crypto;
using WhatsAppKit.Core.Protobuf;
using WhatsAppKit.Core.Session.State;
using WhatsAppKit.Core.Storage;

namespace WhatsAppKit.Core.AppState.Collections;

/// <summary>Where collections are kept. What was kept under an earlier link of the device counts as nothing.</summary>
internal sealed class CollectionStore(ISessionStore store, DeviceState state)
{
    /// <summary>Names the link between this device and its account: new with every pairing.</summary>
    public static ByteString LinkOf(Session.Credentials.DeviceCredentials credentials) => ByteString.CopyFrom(credentials.IdentityKey.PublicKey.Span);

    public async Task<CollectionState> FindAsync(string collection, CancellationToken cancellationToken)
    {
        if (await store.GetAsync(StoreKind.AppStateCollection, collection, cancellationToken).ConfigureAwait(false) is not { } record)
        {
            return CollectionState.Empty;
        }

        var stored = Read(record);
        return stored.Link == LinkOf(state.Credentials) ? new CollectionState(stored.Version, stored.Hash.Memory, IsStored: true) : CollectionState.Empty;
    }

    /// <summary>A working copy for a change of those records.</summary>
    public Task<CollectionBuckets> OpenAsync(
        string collection, CollectionState current, IEnumerable<ReadOnlyMemory<byte>> indexMacs, CancellationToken cancellationToken) =>
        current.IsStored
            ? CollectionBuckets.LoadAsync(store, collection, indexMacs, cancellationToken)
            : Task.FromResult(CollectionBuckets.Fresh(collection));

    /// <summary>All records of a collection; null before its first synchronisation.</summary>
    public async Task<CollectionBuckets?> ReadAsync(string collection, CancellationToken cancellationToken) =>
        (await FindAsync(collection, cancellationToken).ConfigureAwait(false)).IsStored
            ? await CollectionBuckets.LoadAsync(store, collection, null, cancellationToken).ConfigureAwait(false)
            : null;

    /// <summary>Writes a collection that has changed.</summary>
    public static void Save(StateTransaction transaction, string collection, CollectionState next, CollectionBuckets buckets)
    {
        var stored = new StoredAppStateCollection
        {
            Link = LinkOf(transaction.Credentials),
            Version = next.Version,
            Hash = ByteString.CopyFrom(next.Hash.Span),
        };
        transaction.Set(StoreChange.Set(StoreKind.AppStateCollection, collection, stored.ToByteArray()));
        foreach (var change in buckets.Changes())
        {
            transaction.Set(change);
        }
    }

    private static StoredAppStateCollection Read(ReadOnlyMemory<byte> record)
    {
        try
        {
            var stored = StoredAppStateCollection.Parser.ParseFrom(record.Span);
            return stored.Hash.Length == LtHash.Length ? stored : throw new CorruptStoreException("The stored app state is damaged.", null);
        }
        catch (InvalidProtocolBufferException error)
        {
            throw new CorruptStoreException("The stored app state is damaged.", error);
        }
    }
}
