using System.Diagnostics.CodeAnalysis;

namespace WhatsAppKit.Core;

/// <summary>
/// Limits how many connections are dialled at the same time, whichever clients they belong to: clients that fell together
/// come back one after another. Who waits is served in the order of asking.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "The semaphore's wait handle, all there is to dispose, is never made; a gate is shared and has no owner.")]
public sealed class DialGate
{
    /// <summary>How many connections <see cref="Shared"/> lets be dialled at the same time.</summary>
    public const int DefaultLimit = 20;

    private readonly SemaphoreSlim _places;

    /// <summary>Makes a gate of its own for some clients.</summary>
    /// <param name="limit">How many connections may be dialled at the same time; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The limit is below 1.</exception>
    public DialGate(int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        Limit = limit;
        _places = new SemaphoreSlim(limit, limit);
    }

    /// <summary>The gate of this process.</summary>
    public static DialGate Shared { get; } = new(DefaultLimit);

    /// <summary>How many connections may be dialled at the same time.</summary>
    public int Limit { get; }

    /// <summary>How many connections are dialled now.</summary>
    public int Dialling => Limit - _places.CurrentCount;

    /// <summary>Waits for a place, which ends with the disposal.</summary>
    internal async Task<Place> EnterAsync(CancellationToken cancellationToken)
    {
        await _places.WaitAsync(cancellationToken).ConfigureAwait(false);
        return new Place(_places);
    }

    internal sealed class Place(SemaphoreSlim places) : IDisposable
    {
        private int _left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0)
            {
                places.Release();
            }
        }
    }
}
