using System.Buffers.Binary;
using System.IO.Hashing;
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
    private const int HeaderLength = 8;
    private const long CompactFrom = 1024 * 1024;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _path;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Kind, string Key), StoreChange> _records = [];
    private FileStream _file;
    private long _liveBytes;

    /// <summary>Opens or creates the store.</summary>
    /// <param name="path">The file; its folder must exist. One process may hold it at a time.</param>
    /// <param name="time">The clock that decides what has expired; the system's by default.</param>
    /// <exception cref="IOException">The file is held by another process, or cannot be read.</exception>
    public FileSessionStore(string path, TimeProvider? time = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        _path = path;
        _time = time ?? TimeProvider.System;
        _file = Open(path);
        Replay();
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
                Append(_file, commit.Changes);
                foreach (var change in commit.Changes)
                {
                    Apply(Owned(change));
                }

                CompactIfWorthwhile();
            }
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static FileStream Open(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        return new FileStream(path, options);
    }

    private static StoreChange Owned(StoreChange change) =>
        change.Value is { } value ? StoreChange.Set(change.Kind, change.Key, value.ToArray(), change.ExpiresAt) : change;

    private static void Append(FileStream file, IEnumerable<StoreChange> changes)
    {
        var stored = new StoredCommit();
        foreach (var change in changes)
        {
            stored.Changes.Add(ToStored(change));
        }

        var body = stored.ToByteArray();
        var entry = new byte[HeaderLength + body.Length];
        BinaryPrimitives.WriteInt32LittleEndian(entry, body.Length);
        Crc32.Hash(body, entry.AsSpan(4));
        body.CopyTo(entry, HeaderLength);
        var start = file.Position;
        try
        {
            file.Write(entry);
            file.Flush(flushToDisk: true);
        }
        catch (IOException)
        {
            // Half an entry must not stand before the next commit.
            file.SetLength(start);
            file.Position = start;
            throw;
        }
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

    private void Replay()
    {
        Span<byte> header = stackalloc byte[HeaderLength];
        var good = 0L;
        while (_file.ReadAtLeast(header, HeaderLength, throwOnEndOfStream: false) == HeaderLength)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(header);
            if (length < 0 || length > _file.Length - _file.Position)
            {
                break;
            }

            var body = new byte[length];
            _file.ReadExactly(body);
            if (BinaryPrimitives.ReadUInt32LittleEndian(header[4..]) != Crc32.HashToUInt32(body))
            {
                break;
            }

            foreach (var change in StoredCommit.Parser.ParseFrom(body).Changes)
            {
                DateTimeOffset? expires = change.HasExpiresAt ? DateTimeOffset.FromUnixTimeMilliseconds(change.ExpiresAt) : null;
                Apply(change.HasValue
                    ? StoreChange.Set(change.Kind, change.Key, change.Value.Memory, expires)
                    : StoreChange.Delete(change.Kind, change.Key));
            }

            good = _file.Position;
        }

        // What follows the last whole commit was never acknowledged.
        _file.SetLength(good);
        _file.Position = good;
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
        if (_file.Length < CompactFrom || _file.Length < 4 * _liveBytes)
        {
            return;
        }

        var now = _time.GetUtcNow();
        foreach (var expired in _records.Values.Where(record => record.ExpiresAt <= now).ToArray())
        {
            Apply(StoreChange.Delete(expired.Kind, expired.Key));
        }

        var temporary = _path + ".new";
        File.Delete(temporary);
        using (var fresh = Open(temporary))
        {
            Append(fresh, _records.Values);
        }

        _file.Dispose();
        File.Move(temporary, _path, overwrite: true);
        _file = Open(_path);
        _file.Position = _file.Length;
    }

    private ReadOnlyMemory<byte>? Find(string kind, string key) =>
        _records.TryGetValue((kind, key), out var record) && !(record.ExpiresAt <= _time.GetUtcNow()) ? record.Value : null;
}
