namespace WhatsAppKit.Core.Storage;

/// <summary>A store that lives as long as the process: for tests, and for devices that may be paired anew.</summary>
public sealed class MemorySessionStore : ISessionStore
{
    private readonly Dictionary<(string Kind, string Key), StoreChange> _records = [];
    private readonly Lock _gate = new();
    private readonly TimeProvider _time;

    /// <summary>An empty store.</summary>
    /// <param name="time">The clock that decides what has expired; the system's by default.</param>
    public MemorySessionStore(TimeProvider? time = null) => _time = time ?? TimeProvider.System;

    /// <inheritdoc/>
    public ValueTask<ReadOnlyMemory<byte>?> GetAsync(string kind, string key, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            return ValueTask.FromResult(Find(kind, key));
        }
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyDictionary<string, ReadOnlyMemory<byte>>> GetManyAsync(
        string kind, IReadOnlyCollection<string> keys, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(keys);
        cancellationToken.ThrowIfCancellationRequested();
        var found = new Dictionary<string, ReadOnlyMemory<byte>>(keys.Count);
        lock (_gate)
        {
            foreach (var key in keys)
            {
                if (Find(kind, key) is { } value)
                {
                    found[key] = value;
                }
            }
        }

        return ValueTask.FromResult<IReadOnlyDictionary<string, ReadOnlyMemory<byte>>>(found);
    }

    /// <inheritdoc/>
    public ValueTask CommitAsync(StoreCommit commit, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(commit);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            foreach (var change in commit.Changes)
            {
                if (change.Value is { } value)
                {
                    // A copy: the caller may zero or reuse its buffer.
                    _records[(change.Kind, change.Key)] = StoreChange.Set(change.Kind, change.Key, value.ToArray(), change.ExpiresAt);
                }
                else
                {
                    _records.Remove((change.Kind, change.Key));
                }
            }
        }

        return ValueTask.CompletedTask;
    }

    private ReadOnlyMemory<byte>? Find(string kind, string key)
    {
        if (!_records.TryGetValue((kind, key), out var record))
        {
            return null;
        }

        if (record.ExpiresAt <= _time.GetUtcNow())
        {
            _records.Remove((kind, key));
            return null;
        }

        return record.Value;
    }
}
