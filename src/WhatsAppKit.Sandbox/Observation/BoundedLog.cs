namespace WhatsAppKit.Sandbox.Observation;

/// <summary>Keeps the first so many things that happened, and counts the rest: the first failure is the one to look at.</summary>
internal sealed class BoundedLog<T>(int limit)
{
    private readonly List<T> _kept = [];
    private readonly Lock _gate = new();
    private long _total;

    /// <summary>How many there were, kept or not.</summary>
    public long Total => Interlocked.Read(ref _total);

    public IReadOnlyList<T> Snapshot()
    {
        lock (_gate)
        {
            return [.. _kept];
        }
    }

    public void Add(T item)
    {
        Interlocked.Increment(ref _total);
        lock (_gate)
        {
            if (_kept.Count < limit)
            {
                _kept.Add(item);
            }
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _kept.Clear();
            Interlocked.Exchange(ref _total, 0);
        }
    }
}
