namespace WhatsAppKit.Core.Storage;

/// <summary>
/// Everything one WhatsApp device must persist. A record is opaque bytes under a kind and a key; one store belongs to
/// one device.
/// </summary>
/// <remarks>
/// Losing an acknowledged commit means undecryptable messages or a lost pairing, so <see cref="CommitAsync"/> returns
/// only when the changes are durable, and applies all of them or none. <c>SessionStoreContract</c> in the test kit states
/// the rules as tests.
/// </remarks>
public interface ISessionStore
{
    /// <summary>Reads one record; null when there is none.</summary>
    /// <param name="kind">What the record is: one of <see cref="StoreKind"/>.</param>
    /// <param name="key">The record's key, unique within its kind.</param>
    /// <param name="cancellationToken">Stops waiting; nothing is changed.</param>
    ValueTask<ReadOnlyMemory<byte>?> GetAsync(string kind, string key, CancellationToken cancellationToken = default);

    /// <summary>Reads several records of one kind; keys without a record are absent from the result.</summary>
    /// <param name="kind">What the records are: one of <see cref="StoreKind"/>.</param>
    /// <param name="keys">The keys to read.</param>
    /// <param name="cancellationToken">Stops waiting; nothing is changed.</param>
    ValueTask<IReadOnlyDictionary<string, ReadOnlyMemory<byte>>> GetManyAsync(
        string kind, IReadOnlyCollection<string> keys, CancellationToken cancellationToken = default);

    /// <summary>Applies all changes atomically and returns when they are durable.</summary>
    /// <param name="commit">The changes, in order, and the events that become facts with them.</param>
    /// <param name="cancellationToken">Stops waiting; the commit is then applied whole or not at all.</param>
    ValueTask CommitAsync(StoreCommit commit, CancellationToken cancellationToken = default);
}
