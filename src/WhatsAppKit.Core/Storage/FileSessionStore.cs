using Google.Protobuf;
using WhatsAppKit.Core.Protobuf;

namespace WhatsAppKit.Core.Storage;

/// <summary>
/// A store in one file: a journal of commits, each with a checksum and flushed to the disk before it counts. What a crash
/// cut off is dropped at the next start; the file is rewritten, by atomic replacement, when most of it is outdated.
/// </summary>
/// <remarks>Meant for one device or a few: its records are held in memory. The file is readable by its owner only.</remarks>
public sealed class FileSessionStore : ISessionStore, IDisposable
{
    private const long CompactFrom = 1024 * 1024;

    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Kind, string Key), StoreChange> _records = [];
    private readonly CommitJournal _journal;
    private long _liveBytes;

    /// <summary>Opens or creates the store.</summary>
    /// <param name="path">The file; its folder must exist. One process may hold it at a time.</param>
    /// <param name="time">The clock that decides what has expired; the system's by default.</param>
    /// <exception cref="IOException">The file is held by another process, or cannot be read.</exception>
    /// <exception cref="CorruptStoreException">The file is no store, or is damaged; it was not changed.</exception>
    public FileSessionStore(string path, TimeProvider? time = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        _time = time ?? TimeProvider.System;
        _journal = CommitJournal.Open(path, Replay);
    }

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
            if (commit.Changes.Count > 0)
            {
                // Before the commit, so that a failure to make room fails a commit that was not made.
                CompactIfWorthwhile();
                _journal.Append(Encode(commit.Changes));
                foreach (var change in commit.Changes)
                {
                    Apply(Owned(change));
                }
            }
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _journal.Dispose();
        }
    }

    private static StoreChange Owned(StoreChange change) =>
        change.Value is { } value ? StoreChange.Set(change.Kind, change.Key, value.ToArray(), change.ExpiresAt) : change;

    private static byte[] Encode(IEnumerable<StoreChange> changes)
    {
        var stored = new StoredCommit();
        foreach (var change in changes)
        {
            stored.Changes.Add(ToStored(change));
        }

        return stored.ToByteArray();
    }

    private static StoredChange ToStored(StoreChange change)
    {
        var stored = new StoredChange { Kind = change.Kind, Key = change.Key };
        if (change.Value is { } value)
        {
            stored.Value = ByteString.CopyFrom(value.Span);
        }

        if (change.ExpiresAt is { } expires)
        {
            stored.ExpiresAt = expires.ToUnixTimeMilliseconds();
        }

        return stored;
    }

    private static StoreChange FromStored(StoredChange stored)
    {
        DateTimeOffset? expires = stored.HasExpiresAt ? DateTimeOffset.FromUnixTimeMilliseconds(stored.ExpiresAt) : null;
        return stored.HasValue
            ? StoreChange.Set(stored.Kind, stored.Key, stored.Value.Memory, expires)
            : StoreChange.Delete(stored.Kind, stored.Key);
    }

    private void Replay(ReadOnlyMemory<byte> entry)
    {
        try
        {
            foreach (var change in StoredCommit.Parser.ParseFrom(entry.Span).Changes)
            {
                Apply(FromStored(change));
            }
        }
        catch (Exception error) when (error is InvalidProtocolBufferException or ArgumentException)
        {
            // Its checksum holds: another program wrote it.
            throw new CorruptStoreException("The store's file holds an entry that is no commit; it was not changed.", error);
        }
    }

    private void Apply(StoreChange change)
    {
        if (_records.Remove((change.Kind, change.Key), out var before))
        {
            _liveBytes -= before.Value!.Value.Length;
        }

        if (change.Value is { } value)
        {
            _records[(change.Kind, change.Key)] = change;
            _liveBytes += value.Length;
        }
    }

    private void CompactIfWorthwhile()
    {
        if (_journal.Length < CompactFrom || _journal.Length < 4 * _liveBytes)
        {
            return;
        }

        var now = _time.GetUtcNow();
        foreach (var expired in _records.Values.Where(record => record.ExpiresAt <= now).ToArray())
        {
            Apply(StoreChange.Delete(expired.Kind, expired.Key));
        }

        _journal.Replace(Encode(_records.Values));
    }

    private ReadOnlyMemory<byte>? Find(string kind, string key) =>
        _records.TryGetValue((kind, key), out var record) && !(record.ExpiresAt <= _time.GetUtcNow()) ? record.Value : null;
}
