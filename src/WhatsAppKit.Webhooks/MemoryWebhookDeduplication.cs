namespace WhatsAppKit.Webhooks;

/// <summary>Remembers in this process: what was taken before a restart may be handled once more after it.</summary>
public sealed class MemoryWebhookDeduplication : IWebhookDeduplication
{
    private readonly Lock _gate = new();
    private readonly HashSet<string> _claimed = new(StringComparer.Ordinal);
    private readonly HashSet<string> _completed = new(StringComparer.Ordinal);

    // The oldest first.
    private readonly Queue<Entry> _order = new();
    private readonly TimeProvider _time;

    /// <summary>Makes an empty memory.</summary>
    /// <param name="time">The clock; null for the system's.</param>
    public MemoryWebhookDeduplication(TimeProvider? time = null) => _time = time ?? TimeProvider.System;

    /// <summary>How many handled events are remembered; then the oldest is forgotten. Default: 100,000.</summary>
    public int Capacity { get; init; } = 100_000;

    /// <summary>How long they are remembered. Default: 4 days, longer than a gateway repeats by itself.</summary>
    public TimeSpan Lifetime { get; init; } = TimeSpan.FromDays(4);

    /// <inheritdoc/>
    public ValueTask<WebhookClaim> ClaimAsync(string key, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(key);
        lock (_gate)
        {
            ForgetExpiredLocked();
            return ValueTask.FromResult(
                _completed.Contains(key) ? WebhookClaim.Completed : _claimed.Add(key) ? WebhookClaim.Granted : WebhookClaim.Busy);
        }
    }

    /// <inheritdoc/>
    public ValueTask CompleteAsync(string key, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(key);
        lock (_gate)
        {
            _claimed.Remove(key);
            if (_completed.Add(key))
            {
                _order.Enqueue(new Entry(key, _time.GetUtcNow() + Lifetime));
            }

            while (_order.Count > Capacity)
            {
                ForgetOldestLocked();
            }
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask ReleaseAsync(string key, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(key);
        lock (_gate)
        {
            _claimed.Remove(key);
        }

        return ValueTask.CompletedTask;
    }

    private void ForgetExpiredLocked()
    {
        var now = _time.GetUtcNow();
        while (_order.TryPeek(out var oldest) && oldest.Until <= now)
        {
            ForgetOldestLocked();
        }
    }

    private void ForgetOldestLocked() => _completed.Remove(_order.Dequeue().Key);

    private readonly record struct Entry(string Key, DateTimeOffset Until);
}
