using WhatsAppKit.Core.Session.Events;
using WhatsAppKit.Core.Storage;

namespace WhatsAppKit.TestKit;

/// <summary>A store in memory that can be compared: what is in it, byte for byte.</summary>
public sealed class ObservedStore : ISessionStore
{
    private readonly MemorySessionStore _store = new();
    private readonly HashSet<(string Kind, string Key)> _written = [];
    private readonly Lock _gate = new();

    /// <summary>The events that became facts with a commit, in order.</summary>
    public List<WhatsAppEvent> Events { get; } = [];

    /// <summary>Every record as a line of its kind, key and value, in order.</summary>
    public async Task<string[]> DumpAsync()
    {
        (string Kind, string Key)[] all;
        lock (_gate)
        {
            all = [.. _written];
        }

        var lines = new List<string>();
        foreach (var (kind, key) in all.Order())
        {
            if (await _store.GetAsync(kind, key) is { } value)
            {
                lines.Add($"{kind} {key} {Convert.ToHexString(value.Span)}");
            }
        }

        return [.. lines];
    }

    /// <inheritdoc/>
    public ValueTask<ReadOnlyMemory<byte>?> GetAsync(string kind, string key, CancellationToken cancellationToken = default) =>
        _store.GetAsync(kind, key, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyDictionary<string, ReadOnlyMemory<byte>>> GetManyAsync(
        string kind, IReadOnlyCollection<string> keys, CancellationToken cancellationToken = default) =>
        _store.GetManyAsync(kind, keys, cancellationToken);

    /// <inheritdoc/>
    public ValueTask CommitAsync(StoreCommit commit, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(commit);
        lock (_gate)
        {
            _written.UnionWith(commit.Changes.Select(change => (change.Kind, change.Key)));
            Events.AddRange(commit.Events);
        }

        return _store.CommitAsync(commit, cancellationToken);
    }
}
