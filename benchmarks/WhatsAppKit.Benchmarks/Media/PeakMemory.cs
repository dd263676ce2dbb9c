using System.Diagnostics;

namespace WhatsAppKit.Benchmarks.Media;

/// <summary>Watches a process's working set and keeps the highest value.</summary>
internal sealed class PeakMemory : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    private readonly Process _process;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _watching;
    private long _peak;

    public PeakMemory(Process process)
    {
        _process = process;
        _peak = Start = Now();
        _watching = Task.Run(WatchAsync);
    }

    public long Start { get; }

    /// <summary>How far above the start the working set has been.</summary>
    public long Growth => Math.Max(Volatile.Read(ref _peak), Now()) - Start;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watching;
        _stop.Dispose();
    }

    private async Task WatchAsync()
    {
        using var timer = new PeriodicTimer(Interval);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                _peak = Math.Max(_peak, Now());
            }
        }
        catch (OperationCanceledException)
        {
            // The measurement is over.
        }
    }

    private long Now()
    {
        lock (_process)
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }
}
