using WhatsAppKit.Core.Storage;

namespace WhatsAppKit.Sandbox.State;

/// <summary>A part of another store: every phone keeps its keys and sessions apart.</summary>
internal sealed class PrefixedStore(ISessionStore store, string prefix) : ISessionStore
{
    public ValueTask<ReadOnlyMemory<byte>?> GetAsync(string kind, string key, CancellationToken cancellationToken = default) =>
        store.GetAsync(prefix + kind, key, cancellationToken);

    public ValueTask<IReadOnlyDictionary<string, ReadOnlyMemory<byte>>> GetManyAsync(
        string kind, IReadOnlyCollection<string> keys, CancellationToken cancellationToken = default) =>
        store.GetManyAsync(prefix + kind, keys, cancellationToken);

    public ValueTask CommitAsync(StoreCommit commit, CancellationToken cancellationToken = default) =>
        store.CommitAsync(
            new StoreCommit(
                [.. commit.Changes.Select(change => change.Value is { } value
                    ? StoreChange.Set(prefix + change.Kind, change.Key, value, change.ExpiresAt)
                    : StoreChange.Delete(prefix + change.Kind, change.Key))],
                commit.Events),
            cancellationToken);
}
