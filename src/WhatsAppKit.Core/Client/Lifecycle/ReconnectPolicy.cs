using System.Security.Cryptography;

namespace WhatsAppKit.Core;

/// <summary>
/// How long to wait before the next attempt: at once, then exponentially longer with full jitter, up to a cap. Only a
/// connection that held for a while makes it begin anew. Too many ends in a short time are a loop, which goes on at the cap.
/// </summary>
internal sealed class ReconnectPolicy(WhatsAppClientOptions options)
{
    private static readonly TimeSpan Base = TimeSpan.FromSeconds(2);

    // When the last connections ended, the oldest first; never more than the limit.
    private readonly Queue<long> _ends = new();
    private int _failures;

    /// <summary>True while attempts follow each other at the cap.</summary>
    public bool IsLooping { get; private set; }

    /// <summary>Notes the end of a connection, and how long it had been logged in. True when that makes it a loop.</summary>
    public bool Ended(TimeSpan connectedFor)
    {
        if (connectedFor >= options.ReconnectStableAfter)
        {
            _failures = 0;
            _ends.Clear();
            IsLooping = false;
        }

        var now = options.TimeProvider.GetTimestamp();
        _ends.Enqueue(now);
        if (_ends.Count > options.ReconnectLoopLimit)
        {
            _ends.Dequeue();
        }

        var isLoop = _ends.Count > 0
            && _ends.Count == options.ReconnectLoopLimit
            && options.TimeProvider.GetElapsedTime(_ends.Peek(), now) <= options.ReconnectLoopWindow;
        var begins = isLoop && !IsLooping;
        IsLooping |= isLoop;
        return begins;
    }

    /// <summary>The pause before the next attempt.</summary>
    /// <param name="immediately">The server asked for it at once; in a loop it is not heard.</param>
    public TimeSpan NextDelay(bool immediately)
    {
        var cap = options.MaxReconnectDelay;
        if (IsLooping)
        {
            // Even then not all at once.
            return (cap / 2) + Below(cap / 2);
        }

        if (immediately || _failures++ == 0)
        {
            return TimeSpan.Zero;
        }

        // Full jitter: many clients that fell together must not come back together.
        var ceiling = Base * Math.Pow(2, Math.Min(_failures - 2, 20));
        return Below(ceiling < cap ? ceiling : cap);
    }

    private static TimeSpan Below(TimeSpan ceiling) =>
        TimeSpan.FromMilliseconds(RandomNumberGenerator.GetInt32(0, (int)Math.Clamp(ceiling.TotalMilliseconds, 1, int.MaxValue - 1)) + 1);
}
