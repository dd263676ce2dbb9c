namespace WhatsAppKit.AspNetCore.Messages.Queue;

/// <summary>
/// Spaces out what may come in bursts: the generic cell rate algorithm, whose whole state is the time at which a steady flow
/// would have come this far.
/// </summary>
internal sealed class Pace
{
    private DateTimeOffset _reached;

    /// <summary>Takes the next place, and tells how long to wait for it.</summary>
    /// <param name="now">The clock.</param>
    /// <param name="interval">The time between two places once the burst is used up.</param>
    /// <param name="burst">How many places are free at once after a rest; at least 1.</param>
    public TimeSpan Take(DateTimeOffset now, TimeSpan interval, int burst)
    {
        var from = _reached > now ? _reached : now;
        var wait = from - (interval * (burst - 1)) - now;
        _reached = from + interval;
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }

    /// <summary>True when nothing of the past matters any more.</summary>
    public bool IsRested(DateTimeOffset now) => _reached <= now;
}
