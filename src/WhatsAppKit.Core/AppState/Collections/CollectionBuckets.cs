using Google.Protobuf;
using WhatsAppKit.Core.Protobuf;
using WhatsAppKit.Core.Storage;

namespace WhatsAppKit.Core.AppState.Collections;

/// <summary>
/// A working copy of the records of a collection, by index MAC. They are stored in 256 parts by the first byte of that MAC, so
/// that a change of one among ten thousand rewrites forty.
/// </summary>
internal sealed class CollectionBuckets(string collection)
{
    private const int Count = 256;

    private readonly Dictionary<string, StoredAppStateBucket.Types.Entry>?[] _buckets = new Dictionary<string, StoredAppStateBucket.Types.Entry>?[Count];
    private readonly bool[] _changed = new bool[Count];

    /// <summary>All records that are loaded.</summary>
    public IEnumerable<StoredAppStateBucket.Types.Entry> Entries => _buckets.OfType<Dictionary<string, StoredAppStateBucket.Types.Entry>>().SelectMany(bucket => bucket.Values);

    /// <summary>No records: what is stored will be replaced as a whole.</summary>
    public static CollectionBuckets Fresh(string collection)
    {
        var fresh = new CollectionBuckets(collection);
        for (var i = 0; i < Count; i++)
        {
            fresh._buckets[i] = [];
            fresh._changed[i] = true;
        }

        return fresh;
    }

    /// <summary>The parts in which those records lie, or all parts.</summary>
    public static async Task<CollectionBuckets> LoadAsync(
        ISessionStore store, string collection, IEnumerable<ReadOnlyMemory<byte>>? indexMacs, CancellationToken cancellationToken)
    {
        var loaded = new CollectionBuckets(collection);
        int[] numbers = indexMacs is null ? [.. Enumerable.Range(0, Count)] : [.. indexMacs.Select(mac => (int)mac.Span[0]).Distinct()];
        var records = await store.GetManyAsync(
            StoreKind.AppStateRecords, [.. numbers.Select(number => Key(collection, number))], cancellationToken).ConfigureAwait(false);
        foreach (var number in numbers)
        {
            loaded._buckets[number] = records.TryGetValue(Key(collection, number), out var record) ? Read(record) : [];
        }

        return loaded;
    }

    public StoredAppStateBucket.Types.Entry? Find(ReadOnlyMemory<byte> indexMac) => Bucket(indexMac).GetValueOrDefault(Name(indexMac));

    public void Set(ReadOnlyMemory<byte> indexMac, ReadOnlyMemory<byte> valueMac, ByteString? content)
    {
        var entry = new StoredAppStateBucket.Types.Entry { IndexMac = ByteString.CopyFrom(indexMac.Span), ValueMac = ByteString.CopyFrom(valueMac.Span) };
        if (content is not null)
        {
            entry.Content = content;
        }

        Bucket(indexMac)[Name(indexMac)] = entry;
        _changed[indexMac.Span[0]] = true;
    }

    public void Remove(ReadOnlyMemory<byte> indexMac)
    {
        if (Bucket(indexMac).Remove(Name(indexMac)))
        {
            _changed[indexMac.Span[0]] = true;
        }
    }

    /// <summary>What must be stored for the changes to last.</summary>
    public IEnumerable<StoreChange> Changes()
    {
        for (var i = 0; i < Count; i++)
        {
            if (_changed[i])
            {
                yield return _buckets[i] is { Count: > 0 } bucket
                    ? StoreChange.Set(StoreKind.AppStateRecords, Key(collection, i), new StoredAppStateBucket { Entries = { bucket.Values } }.ToByteArray())
                    : StoreChange.Delete(StoreKind.AppStateRecords, Key(collection, i));
            }
        }
    }

    private static Dictionary<string, StoredAppStateBucket.Types.Entry> Read(ReadOnlyMemory<byte> record)
    {
        try
        {
            return StoredAppStateBucket.Parser.ParseFrom(record.Span).Entries.ToDictionary(entry => Name(entry.IndexMac.Memory));
        }
        catch (Exception error) when (error is InvalidProtocolBufferException or ArgumentException)
        {
            throw new CorruptStoreException("The stored app state is damaged.", error);
        }
    }

    private static string Key(string collection, int number) => $"{collection}/{number:x2}";

    private static string Name(ReadOnlyMemory<byte> indexMac) => Convert.ToHexString(indexMac.Span);

    private Dictionary<string, StoredAppStateBucket.Types.Entry> Bucket(ReadOnlyMemory<byte> indexMac) =>
        _buckets[indexMac.Span[0]] ?? throw new InvalidOperationException("This part of the collection is not loaded.");
}
