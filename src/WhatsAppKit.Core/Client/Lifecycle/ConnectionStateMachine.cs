using Microsoft.Extensions.Logging;
using WhatsAppKit.Core.Session.Events;

namespace WhatsAppKit.Core;

/// <summary>Holds the connection's status; every change goes through here, is checked against the table, logged and published.</summary>
internal sealed class ConnectionStateMachine(EventHub events, TimeProvider time, ILogger logger)
{
    private readonly Lock _gate = new();
    private long _entered = time.GetTimestamp();
    private ConnectionStatus _status = new() { State = ConnectionState.Disconnected, Since = time.GetUtcNow() };

    public ConnectionStatus Status => Volatile.Read(ref _status);

    /// <summary>How long the state has been a certain one; zero when it is another. A clock that is set does not change it.</summary>
    public TimeSpan TimeIn(ConnectionState state)
    {
        lock (_gate)
        {
            return _status.State == state ? time.GetElapsedTime(_entered) : TimeSpan.Zero;
        }
    }

    /// <summary>Enters a state for a stable reason; false, and nothing happens, when the table does not allow it from here.</summary>
    public bool TryMove(ConnectionState next, string reason, Func<ConnectionStatus, ConnectionStatus>? change = null)
    {
        ConnectionStatus before;
        ConnectionStatus after;
        lock (_gate)
        {
            before = _status;
            if (!ConnectionTransitions.Allows(before.State, next))
            {
                LifecycleLog.IllegalTransition(logger, before.State, next, reason);
                return false;
            }

            // What belongs to one state does not outlive it.
            var entered = before with
            {
                State = next,
                Since = time.GetUtcNow(),
                Qr = null,
                PairingCode = null,
                Passkey = null,
                PasskeyConfirmation = null,
                Error = null,
                RetryAt = null,
            };
            after = (change?.Invoke(entered) ?? entered) with { State = next };
            Volatile.Write(ref _status, after);
            _entered = time.GetTimestamp();

            // Within the lock, so that events are in the order of the transitions; publishing never waits.
            events.Publish(new ConnectionChanged(after, before.State, reason));
        }

        LifecycleLog.Moved(logger, before.State, after.State, reason);
        return true;
    }

    /// <summary>Changes what a state shows and publishes it; false, and nothing happens, when the connection is in another state.</summary>
    public bool TryShow(ConnectionState state, string reason, Func<ConnectionStatus, ConnectionStatus> change)
    {
        lock (_gate)
        {
            if (_status.State != state)
            {
                return false;
            }

            var after = change(_status) with { State = state, Since = _status.Since };
            Volatile.Write(ref _status, after);
            events.Publish(new ConnectionChanged(after, state, reason));
            return true;
        }
    }
}
