using Microsoft.Extensions.Logging;

namespace WhatsAppKit.Core.Session;

/// <summary>
/// Work that a stanza's handler starts but must not wait for, one job after the other. A job that fails for a cause that may
/// pass is tried again. The queue is bounded; it holds no task while it is empty.
/// </summary>
internal sealed class WorkQueue(TimeProvider time, ILogger logger) : IAsyncDisposable
{
    private const int Capacity = 512;
    private const int MaxAttempts = 3;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Queue<(string Name, Func<CancellationToken, Task> Job)> _jobs = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private Task _pump = Task.CompletedTask;
    private bool _pumping;

    /// <summary>Adds a job; false, and a warning, when too much is waiting already.</summary>
    public bool TryAdd(string name, Func<CancellationToken, Task> job)
    {
        lock (_gate)
        {
            if (_stop.IsCancellationRequested || _jobs.Count >= Capacity)
            {
                SessionLog.WorkRefused(logger, name, _jobs.Count);
                return false;
            }

            _jobs.Enqueue((name, job));
            if (!_pumping)
            {
                _pumping = true;
                _pump = Task.Run(PumpAsync);
            }

            return true;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Task pump;
        lock (_gate)
        {
            _stop.Cancel();
            _jobs.Clear();
            pump = _pump;
        }

        await pump.ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task PumpAsync()
    {
        while (true)
        {
            (string Name, Func<CancellationToken, Task> Job) next;
            lock (_gate)
            {
                if (!_jobs.TryDequeue(out next))
                {
                    _pumping = false;
                    return;
                }
            }

            await RunAsync(next.Name, next.Job).ConfigureAwait(false);
        }
    }

    private async Task RunAsync(string name, Func<CancellationToken, Task> job)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await job(_stop.Token).ConfigureAwait(false);
                return;
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                SessionLog.WorkCancelled(logger, name);
                return;
            }
            catch (WhatsAppException error) when (error is not RequestTimeoutException || attempt == MaxAttempts)
            {
                // Without a connection too: what caused the job comes again with the next one.
                SessionLog.WorkFailed(logger, name, error);
                return;
            }
            catch (Exception error)
            {
                // A store that fails, or a defect; an answer that did not come. Nobody would cause the job once more before the
                // next connection.
                SessionLog.WorkFault(logger, name, attempt, error);
                if (attempt == MaxAttempts)
                {
                    return;
                }
            }

            try
            {
                await Task.Delay(attempt * Pause, time, _stop.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                SessionLog.WorkCancelled(logger, name);
                return;
            }
        }
    }
}
