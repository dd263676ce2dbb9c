namespace WhatsAppKit.Core.Tests.Lifecycle;

/// <summary>A clock that stands still; the test moves it, with ticks of its one timer or without.</summary>
internal sealed class ManualClock : TimeProvider
{
    private readonly List<Timer> _timers = [];
    private long _now = 1_000_000;

    public int TimersMade => _timers.Count;

    public bool IsTicking => _timers.Exists(timer => timer.IsRunning);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _now;

    /// <summary>Time passes, and nobody is told: the machine sleeps.</summary>
    public void Jump(TimeSpan time) => _now += time.Ticks;

    /// <summary>A second passes, with its tick.</summary>
    public void Tick()
    {
        _now += TimeSpan.TicksPerSecond;
        _timers[0].Fire();
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(callback, state);
        _timers.Add(timer);
        return timer;
    }

    private sealed class Timer(TimerCallback callback, object? state) : ITimer
    {
        public bool IsRunning { get; private set; }

        public void Fire()
        {
            if (IsRunning)
            {
                callback(state);
            }
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            IsRunning = period > TimeSpan.Zero;
            return true;
        }

        public void Dispose() => IsRunning = false;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
