using System.Runtime.CompilerServices;

namespace WhatsAppKit.Core;

/// <summary>
/// Looks after all connections of one clock with a single timer: each tick serves one slot, and each connection says in how
/// long it wants to be looked at again. Connections are linked into the slots themselves, so that nothing is allocated.
/// </summary>
internal sealed class LivenessWheel
{
    private const int Slots = 64;

    private static readonly ConditionalWeakTable<TimeProvider, LivenessWheel> Wheels = [];

    private readonly Entry?[] _slots = new Entry?[Slots];
    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private int _count;
    private int _cursor;
    private int _isTicking;
    private long _lastTick;

    private LivenessWheel(TimeProvider time)
    {
        _time = time;
        _timer = time.CreateTimer(static wheel => ((LivenessWheel)wheel!).OnTick(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The precision of everything the wheel serves.</summary>
    public static TimeSpan Tick { get; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Since when ticks have come without a gap. After one, as when the machine slept or the clock jumped, the time before
    /// it proves nothing: answers may have arrived that nobody could read.
    /// </summary>
    public long AwakeSince { get; private set; }

    /// <summary>How many connections are looked after.</summary>
    public int Count => Volatile.Read(ref _count);

    public static LivenessWheel Of(TimeProvider time) => Wheels.GetValue(time, static clock => new LivenessWheel(clock));

    public void Add(Entry entry)
    {
        lock (_gate)
        {
            if (_count++ == 0)
            {
                _lastTick = AwakeSince = _time.GetTimestamp();
                _timer.Change(Tick, Tick);
            }

            entry.IsServed = true;
            Link(entry, Tick);
        }
    }

    public void Remove(Entry entry)
    {
        lock (_gate)
        {
            if (!entry.IsServed)
            {
                return;
            }

            entry.IsServed = false;
            Unlink(entry);
            if (--_count == 0)
            {
                _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            }
        }
    }

    private void OnTick()
    {
        // A tick that takes longer than the next one comes must not be overtaken by it.
        if (Interlocked.Exchange(ref _isTicking, 1) != 0)
        {
            return;
        }

        var now = _time.GetTimestamp();
        var elapsed = _time.GetElapsedTime(_lastTick, now);
        _lastTick = now;
        if (elapsed > 3 * Tick)
        {
            AwakeSince = now;
        }

        for (var steps = Math.Clamp(Math.Round(elapsed / Tick), 1, Slots); steps > 0; steps--)
        {
            ServeNextSlot(now);
        }

        Volatile.Write(ref _isTicking, 0);
    }

    private void ServeNextSlot(long now)
    {
        _cursor = (_cursor + 1) % Slots;
        while (true)
        {
            Entry entry;
            lock (_gate)
            {
                if (_slots[_cursor] is not { } head)
                {
                    return;
                }

                entry = head;
                Unlink(entry);
            }

            var pause = entry.Check(now);
            lock (_gate)
            {
                if (entry.IsServed)
                {
                    Link(entry, pause);
                }
            }
        }
    }

    private void Link(Entry entry, TimeSpan pause)
    {
        var ticks = (int)Math.Clamp(Math.Ceiling(pause / Tick), 1, Slots - 1);
        entry.Slot = (_cursor + ticks) % Slots;
        entry.Next = _slots[entry.Slot];
        if (entry.Next is { } next)
        {
            next.Previous = entry;
        }

        _slots[entry.Slot] = entry;
    }

    private void Unlink(Entry entry)
    {
        if (entry.Previous is { } previous)
        {
            previous.Next = entry.Next;
        }
        else if (_slots[entry.Slot] == entry)
        {
            _slots[entry.Slot] = entry.Next;
        }

        if (entry.Next is { } next)
        {
            next.Previous = entry.Previous;
        }

        entry.Previous = entry.Next = null;
    }

    /// <summary>One connection in the wheel.</summary>
    internal abstract class Entry
    {
        internal Entry? Previous { get; set; }

        internal Entry? Next { get; set; }

        internal int Slot { get; set; }

        internal bool IsServed { get; set; }

        /// <summary>Looks at the connection; it neither blocks nor throws. Returns the pause until the next look.</summary>
        internal abstract TimeSpan Check(long now);
    }
}
