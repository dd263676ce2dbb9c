using System.Collections.Concurrent;
using WhatsAppKit.Core.Session.Events;
using WhatsAppKit.Core.Storage;

namespace WhatsAppKit.Sandbox.Tests;

/// <summary>A store that keeps what was raised together with what was stored, and fails at a chosen commit.</summary>
internal sealed class FailingStore : ISessionStore
{
    private readonly MemorySessionStore _store = new();
    private readonly List<MessageReceived> _received = [];
    private readonly List<WhatsAppEvent> _events = [];
    private readonly Lock _gate = new();
    private int _commitsLeft = int.MaxValue;
    private bool _isDead;

    /// <summary>True: the failing commit is applied all the same, as when the process ends just after it.</summary>
    public bool AppliesFailing { get; set; }

    /// <summary>True: nothing works any more after the failing commit until <see cref="Revive"/>, as in a process that ended.</summary>
    public bool DiesFailing { get; set; }

    public bool HasFailed { get; private set; }

    /// <summary>True between a fatal failure and <see cref="Revive"/>.</summary>
    public bool IsDead
    {
        get
        {
            lock (_gate)
            {
                return _isDead;
            }
        }
    }

    /// <summary>The messages that became facts, in their order.</summary>
    public IReadOnlyList<MessageReceived> Received
    {
        get
        {
            lock (_gate)
            {
                return [.. _received];
            }
        }
    }

    /// <summary>All that became a fact, in its order.</summary>
    public IReadOnlyList<WhatsAppEvent> Events
    {
        get
        {
            lock (_gate)
            {
                return [.. _events];
            }
        }
    }

    /// <summary>What was written lately.</summary>
    public ConcurrentQueue<StoreChange> Written { get; } = new();

    /// <summary>The commit with that number from now on fails; the first has number 1.</summary>
    public void FailAt(int commit)
    {
        lock (_gate)
        {
            (_commitsLeft, HasFailed) = (commit, false);
        }
    }

    public void Revive()
    {
        lock (_gate)
        {
            (_commitsLeft, _isDead) = (int.MaxValue, false);
        }
    }

    public ValueTask<ReadOnlyMemory<byte>?> GetAsync(string kind, string key, CancellationToken cancellationToken = default)
    {
        RequireLife();
        return _store.GetAsync(kind, key, cancellationToken);
    }

    public ValueTask<IReadOnlyDictionary<string, ReadOnlyMemory<byte>>> GetManyAsync(
        string kind, IReadOnlyCollection<string> keys, CancellationToken cancellationToken = default)
    {
        RequireLife();
        return _store.GetManyAsync(kind, keys, cancellationToken);
    }

    public ValueTask CommitAsync(StoreCommit commit, CancellationToken cancellationToken = default)
    {
        // A memory store commits at once, so one lock makes commit, record and failure one step.
        lock (_gate)
        {
            RequireLife();
            var fails = --_commitsLeft == 0;
            if (!fails || AppliesFailing)
            {
                var applied = _store.CommitAsync(commit, CancellationToken.None);
                Assert.True(applied.IsCompletedSuccessfully);
                _received.AddRange(commit.Events.OfType<MessageReceived>());
                _events.AddRange(commit.Events);
                foreach (var change in commit.Changes)
                {
                    Written.Enqueue(change);
                }
            }

            if (fails)
            {
                (HasFailed, _isDead) = (true, DiesFailing);
                throw new IOException("The store fails because the test says so.");
            }
        }

        return ValueTask.CompletedTask;
    }

    private void RequireLife()
    {
        lock (_gate)
        {
            if (_isDead)
            {
                throw new IOException("The store is gone because the test says so.");
            }
        }
    }
}
