using System.Security.Cryptography;
using Google.Protobuf;
using WhatsAppKit.Core.AppState.Collections;
using WhatsAppKit.Core.AppState.Crypto;
using WhatsAppKit.Core.Protobuf;
using WhatsAppKit.Core.Session.State;
using WhatsAppKit.Core.Storage;

namespace WhatsAppKit.Core.AppState.Keys;

/// <summary>The keys the phone has shared: kept in the store, and what follows from them in memory until this ends.</summary>
internal sealed class KeyRing(ISessionStore store, DeviceState state) : IDisposable
{
    private const string RecordKey = "keys";

    private readonly Dictionary<string, (byte[] Digest, AppStateKeySet Keys)> _derived = [];
    private readonly List<AppStateKeySet> _replaced = [];
    private readonly Lock _gate = new();

    /// <summary>How a key is named in memory and in the store.</summary>
    public static string Name(ReadOnlySpan<byte> id) => Convert.ToHexString(id);

    /// <summary>The keys that are stored now.</summary>
    public async Task<KnownKeys> LoadAsync(CancellationToken cancellationToken)
    {
        var stored = Read(
            await store.GetAsync(StoreKind.AppStateKey, RecordKey, cancellationToken).ConfigureAwait(false), CollectionStore.LinkOf(state.Credentials));
        lock (_gate)
        {
            var keys = stored.Keys.ToDictionary(key => Name(key.Id.Span), DeriveLocked);
            var newest = stored.Keys.MaxBy(key => key.Timestamp);
            return new KnownKeys(keys, newest is null ? null : keys[Name(newest.Id.Span)]);
        }
    }

    /// <summary>The keys themselves, as a phone shares them.</summary>
    public async Task<IReadOnlyList<StoredAppStateKeys.Types.Key>> ExportAsync(CancellationToken cancellationToken) => Read(
        await store.GetAsync(StoreKind.AppStateKey, RecordKey, cancellationToken).ConfigureAwait(false), CollectionStore.LinkOf(state.Credentials)).Keys;

    /// <summary>Keeps keys. Of two under one id the newer is kept, and of too many the newest.</summary>
    public static async Task AddAsync(
        StateTransaction transaction, IEnumerable<StoredAppStateKeys.Types.Key> shared, CancellationToken cancellationToken)
    {
        var link = CollectionStore.LinkOf(transaction.Credentials);
        var record = await transaction.GetAsync(StoreKind.AppStateKey, RecordKey, cancellationToken).ConfigureAwait(false);
        var keys = Read(record, link).Keys.ToDictionary(key => Name(key.Id.Span));
        foreach (var key in shared)
        {
            if (!keys.TryGetValue(Name(key.Id.Span), out var known) || known.Timestamp < key.Timestamp)
            {
                keys[Name(key.Id.Span)] = key;
            }
        }

        var kept = new StoredAppStateKeys { Link = link };
        kept.Keys.AddRange(keys.Values.OrderByDescending(key => key.Timestamp).Take(AppStateLimits.MaxKeys));
        transaction.Set(StoreChange.Set(StoreKind.AppStateKey, RecordKey, kept.ToByteArray()));
    }

    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var keys in _derived.Values.Select(derived => derived.Keys).Concat(_replaced))
            {
                keys.Dispose();
            }

            _derived.Clear();
            _replaced.Clear();
        }
    }

    private static StoredAppStateKeys Read(ReadOnlyMemory<byte>? record, ByteString link)
    {
        if (record is not { } bytes)
        {
            return new StoredAppStateKeys { Link = link };
        }

        try
        {
            var stored = StoredAppStateKeys.Parser.ParseFrom(bytes.Span);
            return stored.Link == link ? stored : new StoredAppStateKeys { Link = link };
        }
        catch (InvalidProtocolBufferException error)
        {
            throw new CorruptStoreException("The stored keys of the app state are damaged.", error);
        }
    }

    private AppStateKeySet DeriveLocked(StoredAppStateKeys.Types.Key key)
    {
        var name = Name(key.Id.Span);
        var digest = SHA256.HashData(key.Data.Span);
        if (_derived.TryGetValue(name, out var known))
        {
            if (CryptographicOperations.FixedTimeEquals(known.Digest, digest))
            {
                return known.Keys;
            }

            // Somebody may be using it at this moment.
            _replaced.Add(known.Keys);
        }

        var keys = new AppStateKeySet(key.Id.Memory, key.Data.Span);
        _derived[name] = (digest, keys);
        return keys;
    }
}
