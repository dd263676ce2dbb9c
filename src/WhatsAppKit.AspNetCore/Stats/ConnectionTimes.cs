using WhatsAppKit.AspNetCore.Connections;
using WhatsAppKit.AspNetCore.Persistence;
using WhatsAppKit.Core;

namespace WhatsAppKit.AspNetCore.Stats;

/// <summary>
/// How long instances are connected. Time is taken out before it is written: when the process ends in between it is short, never
/// counted twice.
/// </summary>
internal sealed class ConnectionTimes(DailyCounters counters, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<InstanceRef, DateTimeOffset> _countedTo = [];
    private readonly HashSet<InstanceRef> _lost = [];

    /// <summary>The instances that are connected.</summary>
    public IReadOnlyList<InstanceRef> Connected
    {
        get
        {
            lock (_lock)
            {
                return [.. _countedTo.Keys];
            }
        }
    }

    /// <summary>Counts what a status ends, within the caller's transaction.</summary>
    public async Task NoteAsync(GatewayDbContext context, InstanceRef instance, ConnectionState state)
    {
        var (from, to, isBack) = Turn(instance, state);
        await CountAsync(context, instance, from, to).ConfigureAwait(false);
        if (isBack)
        {
            await counters.CountAsync(context, instance, Counters.Reconnects).ConfigureAwait(false);
        }
    }

    /// <summary>Counts the time of a connection that lasts.</summary>
    public async Task CountAsync(GatewayDbContext context, InstanceRef instance)
    {
        DateTimeOffset from;
        var to = time.GetUtcNow();
        lock (_lock)
        {
            if (!_countedTo.TryGetValue(instance, out from))
            {
                return;
            }

            _countedTo[instance] = to;
        }

        await CountAsync(context, instance, from, to).ConfigureAwait(false);
    }

    public void Forget(InstanceRef instance)
    {
        lock (_lock)
        {
            _countedTo.Remove(instance);
            _lost.Remove(instance);
        }
    }

    private (DateTimeOffset From, DateTimeOffset To, bool IsBack) Turn(InstanceRef instance, ConnectionState state)
    {
        var now = time.GetUtcNow();
        lock (_lock)
        {
            if (state == ConnectionState.Connected)
            {
                _countedTo.TryAdd(instance, now);
                return (now, now, _lost.Remove(instance));
            }

            var was = _countedTo.Remove(instance, out var from);
            if (was && state == ConnectionState.Reconnecting)
            {
                _lost.Add(instance);
            }
            else if (state is not (ConnectionState.Reconnecting or ConnectionState.Connecting))
            {
                // What was ended, by a person or for good, and begins anew is no connection that came back.
                _lost.Remove(instance);
            }

            return was ? (from, now, false) : (now, now, false);
        }
    }

    /// <summary>Each day gets its own part. A clock that was set back counts nothing.</summary>
    private static async Task CountAsync(GatewayDbContext context, InstanceRef instance, DateTimeOffset from, DateTimeOffset to)
    {
        // Whole seconds since the epoch on both sides: the parts add up, whatever is cut where.
        var (first, last) = (from.ToUnixTimeSeconds(), to.ToUnixTimeSeconds());
        while (first < last)
        {
            var at = DateTimeOffset.FromUnixTimeSeconds(first);
            var midnight = new DateTimeOffset(at.UtcDateTime.Date.AddDays(1), TimeSpan.Zero).ToUnixTimeSeconds();
            var end = Math.Min(midnight, last);
            await DailyCounters.CountAsync(
                context, instance, DailyCounters.Day(at), Counters.ConnectedSeconds, "", end - first, CancellationToken.None).ConfigureAwait(false);
            first = end;
        }
    }
}
