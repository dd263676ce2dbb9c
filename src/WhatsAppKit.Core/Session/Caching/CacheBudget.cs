using WhatsAppKit.Core.Session.Caching;

namespace WhatsAppKit.Core;

/// <summary>
/// Limits how much all clients together remember of what they could ask for again: who has which devices, who is who, what
/// groups look like. What was used longest ago, by whichever client, is forgotten first. Sizes are estimates.
/// </summary>
public sealed class CacheBudget
{
    /// <summary>How many bytes <see cref="Shared"/> allows: 64 MB.</summary>
    public const long DefaultLimit = 64L * 1024 * 1024;

    // The least recently used entry is the first.
    private readonly LinkedList<ICacheEntry> _entries = [];
    private long _used;
    private long _evicted;

    /// <summary>Makes a budget of its own for some clients.</summary>
    /// <param name="limit">How many bytes they may remember together; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The limit is below 1.</exception>
    public CacheBudget(long limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        Limit = limit;
    }

    /// <summary>The budget of this process.</summary>
    public static CacheBudget Shared { get; } = new(DefaultLimit);

    /// <summary>How many bytes may be remembered.</summary>
    public long Limit { get; }

    /// <summary>How many bytes are remembered now.</summary>
    public long Used => Volatile.Read(ref _used);

    /// <summary>How many entries were forgotten so far to make room.</summary>
    public long Evicted => Volatile.Read(ref _evicted);

    /// <summary>Guards the caches of this budget, too: making room for one changes another.</summary>
    internal Lock Gate { get; } = new();

    internal bool HasRoomLocked(int size) => _used + size <= Limit;

    internal void AddLocked(LinkedListNode<ICacheEntry> entry)
    {
        _entries.AddLast(entry);
        _used += entry.Value.Size;
        while (_used > Limit && _entries.First is { } oldest)
        {
            oldest.Value.ForgetLocked();
            RemoveLocked(oldest);
            _evicted++;
        }
    }

    internal void TouchLocked(LinkedListNode<ICacheEntry> entry)
    {
        _entries.Remove(entry);
        _entries.AddLast(entry);
    }

    internal void RemoveLocked(LinkedListNode<ICacheEntry> entry)
    {
        _entries.Remove(entry);
        _used -= entry.Value.Size;
    }
}
