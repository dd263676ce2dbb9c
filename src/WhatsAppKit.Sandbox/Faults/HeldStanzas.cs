using WhatsAppKit.Core.Binary;
using WhatsAppKit.Sandbox.Listener;

namespace WhatsAppKit.Sandbox.Faults;

/// <summary>Stanzas that the server keeps back until a test lets them go: delayed, or in another order.</summary>
public sealed class HeldStanzas
{
    private readonly List<(ClientConnection Connection, BinaryNode Stanza)> _held = [];
    private readonly int _wanted;
    private readonly TaskCompletionSource _full = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();

    internal HeldStanzas(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        _wanted = count;
    }

    /// <summary>How many are held now.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _held.Count;
            }
        }
    }

    /// <summary>Completes when as many are held as were asked for.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task WhenFullAsync(CancellationToken cancellationToken = default) => _full.Task.WaitAsync(cancellationToken);

    /// <summary>Lets them go. On a connection that has ended meanwhile they are lost; the server delivers what was not confirmed after the next login.</summary>
    /// <param name="isReversed">True to send the last first.</param>
    public async Task ReleaseAsync(bool isReversed = false)
    {
        (ClientConnection Connection, BinaryNode Stanza)[] released;
        lock (_gate)
        {
            released = [.. _held];
            _held.Clear();
        }

        if (isReversed)
        {
            Array.Reverse(released);
        }

        foreach (var (connection, stanza) in released)
        {
            await connection.SendThroughAsync(stanza).ConfigureAwait(false);
        }
    }

    /// <summary>Takes a stanza; false when it holds enough.</summary>
    internal bool TryHold(ClientConnection connection, BinaryNode stanza)
    {
        lock (_gate)
        {
            if (_full.Task.IsCompleted)
            {
                return false;
            }

            _held.Add((connection, stanza));
            if (_held.Count == _wanted)
            {
                _full.TrySetResult();
            }

            return true;
        }
    }
}
