using Microsoft.Extensions.Logging;

namespace WhatsAppKit.Core.Session;

/// <summary>
/// Work that a stanza's handler starts but must not wait for, one job after the other. The queue is bounded; it holds no
/// task while it is empty.
/// </summary>
internal sealed class WorkQueue(ILogger logger) : IAsyncDisposable
{
    private const int Capacity = 512;

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

            try
            {
                await next.Job(_stop.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                SessionLog.WorkCancelled(logger, next.Name);
            }
            catch (WhatsAppException error)
            {
                SessionLog.WorkFailed(logger, next.Name, error);
            }
            catch (Exception error)
            {
                // A defect, or a store that fails: this job is lost until the server repeats its cause, the next ones are not.
                SessionLog.WorkFault(logger, next.Name, error);
            }
        }
    }
}
