using Microsoft.Extensions.Logging;
using WhatsAppKit.Core.AppState.Collections;
using WhatsAppKit.Core.AppState.Keys;
using WhatsAppKit.Core.Session;
using WhatsAppKit.Core.Session.State;

namespace WhatsAppKit.Core.AppState.Sync;

/// <summary>
/// Keeps the collections up to date, one at a time. A collection whose keys are missing is parked until the phone shares some;
/// one that does not verify is fetched anew, and if that does not help the phone is asked for its own copy.
/// </summary>
internal sealed class AppStateSync(
    DeviceState state, CollectionPull pull, KeyRing keys, KeyRequests requests, Recovery recovery, WorkQueue work, ILogger logger) : IAsyncDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly HashSet<string> _queued = [];
    private readonly HashSet<string> _parked = [];
    private readonly Lock _gate = new();
    private bool _isEnded;

    /// <summary>Lets a collection be brought up to date soon. A parked one is not, unless <paramref name="unpark"/> says so.</summary>
    public void Queue(string collection, bool unpark = false)
    {
        lock (_gate)
        {
            if (unpark)
            {
                _parked.Remove(collection);
            }

            if (_parked.Contains(collection) || !_queued.Add(collection))
            {
                return;
            }
        }

        if (!work.TryAdd($"synchronise {collection}", token => RunQueuedAsync(collection, token)))
        {
            Unqueue(collection);
        }
    }

    /// <summary>Lets all collections be brought up to date soon.</summary>
    public void QueueAll()
    {
        foreach (var collection in CollectionNames.All)
        {
            Queue(collection, unpark: true);
        }
    }

    /// <summary>Runs a step while nothing else touches the collections.</summary>
    public async Task<T> InTurnAsync<T>(Func<Task<T>> step, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_isEnded, this);
            return await step().ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Brings a collection up to date, mending it where that is possible. Whoever calls holds the turn.</summary>
    /// <exception cref="AppStateException">It cannot be read, or does not verify.</exception>
    public async Task PullAsync(string collection, CancellationToken cancellationToken)
    {
        try
        {
            await recovery.ApplyAsync(collection, cancellationToken).ConfigureAwait(false);
            await PullOrMendAsync(collection, cancellationToken).ConfigureAwait(false);
        }
        catch (AppStateKeysMissingException missing)
        {
            AppStateLog.Parked(logger, collection, missing.Ids.Count);
            lock (_gate)
            {
                _parked.Add(collection);
            }

            await requests.AskAsync(missing.Ids, cancellationToken).ConfigureAwait(false);
            throw AppStateException.KeysMissing();
        }
    }

    /// <summary>Lets the step that is under way finish and none begin: it uses keys that are zeroed next.</summary>
    public async ValueTask DisposeAsync()
    {
        // The semaphore itself is left alone: those who still wait for their turn would wait for ever.
        await _turn.WaitAsync().ConfigureAwait(false);
        _isEnded = true;
        _turn.Release();
    }

    private async Task PullOrMendAsync(string collection, CancellationToken cancellationToken)
    {
        try
        {
            await pull.RunAsync(collection, asSnapshot: false, cancellationToken).ConfigureAwait(false);
            return;
        }
        catch (AppStateDamageException error)
        {
            AppStateLog.Damaged(logger, collection, error);
        }

        try
        {
            await pull.RunAsync(collection, asSnapshot: true, cancellationToken).ConfigureAwait(false);
        }
        catch (AppStateDamageException error)
        {
            AppStateLog.Damaged(logger, collection, error);
            await recovery.AskAsync(collection, cancellationToken).ConfigureAwait(false);
            throw AppStateException.Damaged(collection);
        }
    }

    private async Task RunQueuedAsync(string collection, CancellationToken cancellationToken)
    {
        // From here on what changes must be asked for again.
        Unqueue(collection);
        await InTurnAsync(
            async () =>
            {
                // What queued this may still be in its transaction: this one follows it.
                await state.UpdateAsync(_ => Task.CompletedTask, cancellationToken).ConfigureAwait(false);

                // A device the phone never shared keys with has no app state yet.
                if ((await keys.LoadAsync(cancellationToken).ConfigureAwait(false)).Newest is not null)
                {
                    await PullAsync(collection, cancellationToken).ConfigureAwait(false);
                }

                return true;
            },
            cancellationToken).ConfigureAwait(false);
    }

    private void Unqueue(string collection)
    {
        lock (_gate)
        {
            _queued.Remove(collection);
        }
    }
}
