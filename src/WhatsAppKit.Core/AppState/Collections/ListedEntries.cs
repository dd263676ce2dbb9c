using Google.Protobuf;
using WhatsAppKit.Core.AppState.Actions;
using WhatsAppKit.Core.AppState.Crypto;
using WhatsAppKit.Core.AppState.Keys;
using WhatsAppKit.Core.Protobuf;
using WhatsAppKit.Core.Storage;

namespace WhatsAppKit.Core.AppState.Collections;

/// <summary>What this device knows of the entries it can list, as it was synchronised last.</summary>
internal sealed class ListedEntries(ISessionStore store, CollectionStore collections, KeyRing keyRing)
{
    /// <summary>All entries of some kinds; null before the collection was synchronised for the first time.</summary>
    public async Task<IReadOnlyList<ListedEntry>?> ListAsync(string collection, IReadOnlyCollection<string> names, CancellationToken cancellationToken) =>
        await collections.ReadAsync(collection, cancellationToken).ConfigureAwait(false) is { } buckets
            ? [.. buckets.Entries.Select(Read).OfType<ListedEntry>().Where(entry => names.Contains(entry.Index[0])).GroupBy(Name).Select(Newest)]
            : null;

    /// <summary>One entry; null when there is none.</summary>
    public async Task<ListedEntry?> FindAsync(string collection, IReadOnlyList<string> index, CancellationToken cancellationToken)
    {
        if (!(await collections.FindAsync(collection, cancellationToken).ConfigureAwait(false)).IsStored)
        {
            return null;
        }

        var keys = await keyRing.LoadAsync(cancellationToken).ConfigureAwait(false);
        var bytes = ActionIndex.Write(index);
        ReadOnlyMemory<byte>[] places = [.. keys.All.Select(key => (ReadOnlyMemory<byte>)AppStateMacs.Index(key, bytes.Span))];
        var buckets = await CollectionBuckets.LoadAsync(store, collection, places, cancellationToken).ConfigureAwait(false);
        ListedEntry[] found = [.. places.Select(buckets.Find).OfType<StoredAppStateBucket.Types.Entry>().Select(Read).OfType<ListedEntry>()];
        return found.Length > 0 ? Newest(found) : null;
    }

    /// <summary>After a change of keys an entry may stand there twice, under the former key too.</summary>
    private static ListedEntry Newest(IEnumerable<ListedEntry> same) => same.MaxBy(entry => entry.Value.Timestamp)!;

    private static string Name(ListedEntry entry) => ActionIndex.Write(entry.Index).ToBase64();

    private static ListedEntry? Read(StoredAppStateBucket.Types.Entry entry)
    {
        if (!entry.HasContent)
        {
            return null;
        }

        try
        {
            var data = SyncActionData.Parser.ParseFrom(entry.Content);
            return ActionIndex.Read(data.Index) is { } index ? new ListedEntry(index, data.Value ?? new SyncActionValue()) : null;
        }
        catch (InvalidProtocolBufferException error)
        {
            throw new CorruptStoreException("The stored app state is damaged.", error);
        }
    }
}
