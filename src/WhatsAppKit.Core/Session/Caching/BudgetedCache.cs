using System.Diagnostics.CodeAnalysis;

namespace WhatsAppKit.Core.Session.Caching;

/// <summary>One client's memory of one kind of thing, within the budget that it shares with others.</summary>
/// <param name="budget">The budget.</param>
/// <param name="sizeOf">About how many bytes an entry takes.</param>
internal sealed class BudgetedCache<TKey, TValue>(CacheBudget budget, Func<TKey, TValue, int> sizeOf)
    where TKey : notnull
{
    private readonly Dictionary<TKey, LinkedListNode<ICacheEntry>> _entries = [];

    public int Count
    {
        get
        {
            lock (budget.Gate)
            {
                return _entries.Count;
            }
        }
    }

    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        lock (budget.Gate)
        {
            if (_entries.TryGetValue(key, out var node))
            {
                budget.TouchLocked(node);
                value = ((Entry)node.Value).Value;
                return true;
            }
        }

        value = default;
        return false;
    }

    /// <summary>Remembers a value, and forgets what was used longest ago where that takes room.</summary>
    public void Set(TKey key, TValue value)
    {
        lock (budget.Gate)
        {
            SetLocked(key, value);
        }
    }

    /// <summary>Remembers a value where there is room; false when there is none.</summary>
    public bool TrySet(TKey key, TValue value)
    {
        lock (budget.Gate)
        {
            if (!budget.HasRoomLocked(sizeOf(key, value)))
            {
                return false;
            }

            SetLocked(key, value);
            return true;
        }
    }

    public bool Remove(TKey key) => Remove(key, out _);

    public bool Remove(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        lock (budget.Gate)
        {
            if (_entries.Remove(key, out var node))
            {
                budget.RemoveLocked(node);
                value = ((Entry)node.Value).Value;
                return true;
            }
        }

        value = default;
        return false;
    }

    public void Clear()
    {
        lock (budget.Gate)
        {
            foreach (var node in _entries.Values)
            {
                budget.RemoveLocked(node);
            }

            _entries.Clear();
        }
    }

    private void SetLocked(TKey key, TValue value)
    {
        if (_entries.Remove(key, out var former))
        {
            budget.RemoveLocked(former);
        }

        var node = new LinkedListNode<ICacheEntry>(new Entry(this, key, value, sizeOf(key, value)));
        _entries.Add(key, node);
        budget.AddLocked(node);
    }

    private sealed class Entry(BudgetedCache<TKey, TValue> cache, TKey key, TValue value, int size) : ICacheEntry
    {
        public TValue Value => value;

        public int Size => size;

        public void ForgetLocked() => cache._entries.Remove(key);
    }
}
