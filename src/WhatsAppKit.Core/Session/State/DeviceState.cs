using WhatsAppKit.Core.Session.Credentials;
using WhatsAppKit.Core.Session.Events;
using WhatsAppKit.Core.Storage;

namespace WhatsAppKit.Core.Session.State;

/// <summary>
/// The one way to the stored state of a device. Changes happen in transactions that follow one another: each sees the
/// committed state, and nothing of it is visible before it is durable.
/// </summary>
/// <remarks>
/// A transaction must never wait for an answer of the server: the reader that would bring the answer may itself be
/// waiting for its own transaction.
/// </remarks>
internal sealed class DeviceState : IAsyncDisposable
{
    private readonly ISessionStore _store;
    private readonly EventHub _events;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private DeviceCredentials? _credentials;
    private bool _isDoubtful;
    private bool _isEnded;

    public DeviceState(ISessionStore store, EventHub events, CacheBudget? caches = null)
    {
        _store = store;
        _events = events;
        LidMap = new LidMap(store, caches ?? CacheBudget.Shared);
    }

    public LidMap LidMap { get; }

    /// <summary>The credentials; <see cref="LoadAsync"/> must have run.</summary>
    public DeviceCredentials Credentials => _credentials ?? throw new InvalidOperationException("The credentials are not loaded.");

    public bool IsLoaded => _credentials is not null;

    /// <summary>Loads the credentials, making and storing new ones in an empty store.</summary>
    public async ValueTask LoadAsync(CancellationToken cancellationToken)
    {
        if (_credentials is not null)
        {
            return;
        }

        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_credentials is not null)
            {
                return;
            }

            if (await _store.GetAsync(StoreKind.Credentials, CredentialsCodec.Key, cancellationToken).ConfigureAwait(false) is { } record)
            {
                _credentials = CredentialsCodec.Decode(record);
                return;
            }

            var fresh = DeviceCredentials.Generate();
            await _store.CommitAsync(new StoreCommit([CredentialsCodec.Save(fresh)]), cancellationToken).ConfigureAwait(false);
            _credentials = fresh;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Runs one transaction; what it changed is durable, and its events are published, when this returns.</summary>
    public async Task<T> UpdateAsync<T>(Func<StateTransaction, Task<T>> update, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_isEnded, this);
            await ReloadIfDoubtfulAsync(cancellationToken).ConfigureAwait(false);
            using var transaction = new StateTransaction(_store, LidMap, Credentials);
            var result = await update(transaction).ConfigureAwait(false);
            await CommitAsync(transaction, cancellationToken).ConfigureAwait(false);
            return result;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Runs one transaction without a result.</summary>
    public Task UpdateAsync(Func<StateTransaction, Task> update, CancellationToken cancellationToken) =>
        UpdateAsync(
            async transaction =>
            {
                await update(transaction).ConfigureAwait(false);
                return true;
            },
            cancellationToken);

    /// <summary>Replaces the credentials in a transaction of their own.</summary>
    public Task UpdateCredentialsAsync(Func<DeviceCredentials, DeviceCredentials> change, CancellationToken cancellationToken) =>
        UpdateAsync(
            transaction =>
            {
                transaction.Credentials = change(transaction.Credentials);
                return Task.CompletedTask;
            },
            cancellationToken);

    /// <summary>Forgets the paired account and starts over with new keys, as an unlinked device must.</summary>
    public Task ResetAsync(CancellationToken cancellationToken) =>
        UpdateCredentialsAsync(_ => DeviceCredentials.Generate(), cancellationToken);

    /// <summary>
    /// Lets the transaction that is under way finish and none begin: whoever opens the store next must find in it all that
    /// was sent.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        // The semaphore itself is left alone: those who still wait for their turn would wait for ever.
        await _turn.WaitAsync().ConfigureAwait(false);
        _isEnded = true;
        _turn.Release();
    }

    private async Task CommitAsync(StateTransaction transaction, CancellationToken cancellationToken)
    {
        var commit = transaction.ToCommit();
        if (commit.Changes.Count > 0 || commit.Events.Count > 0)
        {
            // A commit that fails may have been applied all the same.
            _isDoubtful = true;
            await _store.CommitAsync(commit, cancellationToken).ConfigureAwait(false);
            _isDoubtful = false;
        }

        _credentials = transaction.Credentials;
        foreach (var (phone, lid) in transaction.LearnedPairs)
        {
            LidMap.Remember(phone, lid);
        }

        foreach (var happened in commit.Events)
        {
            _events.Publish(happened);
        }
    }

    private async ValueTask ReloadIfDoubtfulAsync(CancellationToken cancellationToken)
    {
        if (_isDoubtful && await _store.GetAsync(StoreKind.Credentials, CredentialsCodec.Key, cancellationToken).ConfigureAwait(false) is { } record)
        {
            _credentials = CredentialsCodec.Decode(record);
            LidMap.Forget();
        }

        _isDoubtful = false;
    }
}
