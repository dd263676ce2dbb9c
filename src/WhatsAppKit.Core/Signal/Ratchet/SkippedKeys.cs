using System.Security.Cryptography;

namespace WhatsAppKit.Core.Signal;

/// <summary>The seeds of messages that were overtaken, ascending by number, until they arrive or age out.</summary>
internal sealed class SkippedKeys : IDisposable
{
    private static readonly Comparer<(uint Index, byte[] Seed)> ByIndex =
        Comparer<(uint Index, byte[] Seed)>.Create((a, b) => a.Index.CompareTo(b.Index));

    private readonly List<(uint Index, byte[] Seed)> _keys = [];

    public int Count => _keys.Count;

    public IReadOnlyList<(uint Index, byte[] Seed)> Items => _keys;

    /// <summary>Keeps a seed, which this now owns, for a number above all others; the oldest goes when there are too many.</summary>
    public void Add(uint index, byte[] seed)
    {
        if (_keys.Count == SignalLimits.MaxSkippedKeys)
        {
            RemoveAt(0);
        }

        _keys.Add((index, seed));
    }

    /// <summary>
    /// Keeps seeds, ascending and below all others, for messages from before this chain was known. Only as many as there is
    /// room for: the newest of them.
    /// </summary>
    public void AddEarlier(IReadOnlyList<(uint Index, byte[] Seed)> earlier)
    {
        var room = Math.Min(SignalLimits.MaxSkippedKeys - _keys.Count, earlier.Count);
        foreach (var (_, seed) in earlier.Take(earlier.Count - room))
        {
            CryptographicOperations.ZeroMemory(seed);
        }

        _keys.InsertRange(0, earlier.Skip(earlier.Count - room));
    }

    public bool TryGet(uint index, Span<byte> seed)
    {
        var position = Find(index);
        if (position < 0)
        {
            return false;
        }

        _keys[position].Seed.CopyTo(seed);
        return true;
    }

    public void Remove(uint index) => RemoveAt(Find(index));

    public void Dispose()
    {
        foreach (var (_, seed) in _keys)
        {
            CryptographicOperations.ZeroMemory(seed);
        }

        _keys.Clear();
    }

    private void RemoveAt(int position)
    {
        CryptographicOperations.ZeroMemory(_keys[position].Seed);
        _keys.RemoveAt(position);
    }

    private int Find(uint index) => _keys.BinarySearch((index, []), ByIndex);
}
