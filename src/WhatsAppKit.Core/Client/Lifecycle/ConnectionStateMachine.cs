using Microsoft.Extensions.Logging;
using WhatsAppKit.Core.Session.Events;

namespace WhatsAppKit.Core;

/// <summary>Holds the connection's status; every change goes through here, is checked against the table, logged and published.</summary>
internal sealed class ConnectionStateMachine(EventHub events, TimeProvider time, ILogger logger)
{
    private readonly Lock _gate = new();
    private ConnectionStatus _status = new() { State = ConnectionState.Disconnected, Since = time.GetUtcNow() };

    public ConnectionStatus Status => Volatile.Read(ref _status);

    /// <summary>Enters a state; false, and nothing happens, when the table does not allow it from here.</summary>
    public bool TryMove(ConnectionState next, Func<ConnectionStatus, ConnectionStatus>? change = null)
    {
        ConnectionStatus before;
        ConnectionStatus after;
        lock (_gate)
        {
            before = _status;
            if (!ConnectionTransitions.Allows(before.State, next))
            {
                LifecycleLog.IllegalTransition(logger, before.State, next);
                return false;
            }

            // What belongs to one state does not outlive it.
            var entered = before with { State = next, Since = time.GetUtcNow(), Qr = null, PairingCode = null, Error = null, RetryAt = null };
            after = change?.Invoke(entered) ?? entered;
            Volatile.Write(ref _status, after);
        }

        LifecycleLog.Moved(logger, before.State, after.State, after.Error ?? "");
        events.Publish(new ConnectionChanged(after));
        return true;
    }

    /// <summary>Changes what a state shows and publishes it; false, and nothing happens, when the connection is in another state.</summary>
    public bool TryShow(ConnectionState state, Func<ConnectionStatus, ConnectionStatus> change)
    {
        ConnectionStatus after;
        lock (_gate)
        {
            if (_status.State != state)
            {
                return false;
            }

            after = change(_status) with { State = state, Since = _status.Since };
            Volatile.Write(ref _status, after);
        }

        events.Publish(new ConnectionChanged(after));
        return true;
    }

    /// <summary>Changes facts of the status without leaving its state.</summary>
    public void Update(Func<ConnectionStatus, ConnectionStatus> change)
    {
        lock (_gate)
        {
            Volatile.Write(ref _status, change(_status) with { State = _status.State });
        }
    }
}
