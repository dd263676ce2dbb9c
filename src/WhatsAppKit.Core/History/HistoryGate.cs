using System.Diagnostics.CodeAnalysis;

namespace WhatsAppKit.Core.History;

/// <summary>Limits how many parts of histories are read at the same time, whichever devices they are for.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The semaphore's wait handle, all there is to dispose, is never made; a gate is shared and has no owner.")]
public sealed class HistoryGate
{
    /// <summary>How many parts <see cref="Shared"/> lets be read at the same time.</summary>
    public const int DefaultLimit = 2;

    private readonly SemaphoreSlim _places;

    /// <summary>Makes a gate of its own for some devices.</summary>
    /// <param name="limit">How many parts may be read at the same time; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The limit is below 1.</exception>
    public HistoryGate(int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        Limit = limit;
        _places = new SemaphoreSlim(limit, limit);
    }

    /// <summary>The gate of this process.</summary>
    public static HistoryGate Shared { get; } = new(DefaultLimit);

    /// <summary>How many parts may be read at the same time.</summary>
    public int Limit { get; }

    /// <summary>How many parts are read now.</summary>
    public int Reading => Limit - _places.CurrentCount;

    /// <summary>Does some work when there is a place for it.</summary>
    internal async Task RunAsync(Func<Task> work, CancellationToken cancellationToken)
    {
        await _places.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await work().ConfigureAwait(false);
        }
        finally
        {
            _places.Release();
        }
    }
}
