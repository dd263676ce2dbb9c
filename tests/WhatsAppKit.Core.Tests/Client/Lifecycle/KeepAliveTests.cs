namespace WhatsAppKit.Core.Tests.Lifecycle;

/// <summary>Liveness from evidence, on a clock that the test moves second by second.</summary>
public sealed class KeepAliveTests
{
    private static readonly TimeSpan Interval = new WhatsAppClientOptions().KeepAliveInterval;

    private readonly ManualClock _clock = new();
    private readonly Random _random = new();

    [Fact]
    public async Task A_silent_connection_that_answers_lives_on_one_ping_in_an_interval()
    {
        await using var line = new Line(_clock);

        await line.PassAsync(3600);

        Assert.False(line.IsDead);
        Assert.InRange(line.Pings, 3600 / 20, 3600 / 13);
        Assert.InRange(line.Maintained, 3600 / 24, 3600 / 18);
    }

    [Fact]
    public async Task A_dead_socket_is_found_within_30_seconds_whenever_it_dies()
    {
        for (var run = 0; run < 300; run++)
        {
            await using var line = new Line(_clock);
            for (var frames = _random.Next(5); frames > 0; frames--)
            {
                await line.PassAsync(_random.Next(40));
                line.Receive();
            }

            line.Answers = false;
            var seconds = await line.DiesAfterAsync();

            Assert.InRange(seconds, 1, 29);
        }
    }

    [Fact]
    public async Task A_request_that_waits_makes_it_found_sooner()
    {
        for (var run = 0; run < 100; run++)
        {
            await using var line = new Line(_clock);
            await line.PassAsync(_random.Next(60));
            line.Receive();
            line.Answers = false;
            line.Ask();

            // A quarter of the interval until it is doubtful, as much until it is looked at, and half for the ping.
            Assert.InRange(await line.DiesAfterAsync(), 13, 20);
        }
    }

    [Fact]
    public async Task A_slow_answer_is_no_death_while_pings_are_answered()
    {
        await using var line = new Line(_clock);
        line.Ask();

        await line.PassAsync(300);

        Assert.False(line.IsDead);
        Assert.InRange(line.Pings, 300 / 20, 300 / 13 + 1);
    }

    [Fact]
    public async Task Frames_are_evidence_even_when_pings_are_not_answered()
    {
        await using var line = new Line(_clock) { Answers = false };
        for (var i = 0; i < 100; i++)
        {
            await line.PassAsync(20);
            line.Receive();
        }

        Assert.False(line.IsDead);
    }

    [Fact]
    public async Task A_busy_connection_is_never_pinged()
    {
        await using var line = new Line(_clock);
        for (var i = 0; i < 200; i++)
        {
            await line.PassAsync(5);
            line.Receive();
        }

        Assert.Equal(0, line.Pings);
    }

    [Fact]
    public async Task After_a_clock_jump_a_connection_is_asked_before_it_is_judged()
    {
        for (var run = 0; run < 100; run++)
        {
            await using var line = new Line(_clock);
            await line.PassAsync(_random.Next(60));

            // With luck a ping is on its way, and its answer is what the sleeping machine did not read.
            line.Answers = false;
            await line.PassAsync(_random.Next(20));
            if (line.IsDead)
            {
                continue;
            }

            line.Answers = true;
            _clock.Jump(TimeSpan.FromSeconds(_random.Next(10, 100_000)));
            await line.PassAsync(60);
            Assert.False(line.IsDead);

            line.Answers = false;
            _clock.Jump(TimeSpan.FromHours(1));
            Assert.InRange(await line.DiesAfterAsync(), 9, 29);
        }
    }

    [Fact]
    public async Task A_ping_that_cannot_be_written_is_the_end_at_once()
    {
        await using var line = new Line(_clock) { Failure = new WhatsAppNotConnectedException() };

        Assert.InRange(await line.DiesAfterAsync(), 13, 19);
        Assert.Same(line.Failure, line.Error);
    }

    [Fact]
    public async Task All_connections_share_one_timer_which_runs_only_while_there_are_some()
    {
        var lines = Enumerable.Range(0, 1000).Select(_ => new Line(_clock)).ToArray();
        Assert.Equal((1, true, 1000), (_clock.TimersMade, _clock.IsTicking, LivenessWheel.Of(_clock).Count));
        for (var i = 0; i < 60; i++)
        {
            _clock.Tick();
            await Task.WhenAll(lines.Select(line => line.Pinged));
        }

        Assert.DoesNotContain(lines, line => line.IsDead || line.Pings is < 3 or > 4);
        foreach (var line in lines)
        {
            await line.DisposeAsync();
            await line.DisposeAsync();
        }

        Assert.Equal((1, false, 0), (_clock.TimersMade, _clock.IsTicking, LivenessWheel.Of(_clock).Count));
        await using var another = new Line(_clock);
        await another.PassAsync(20);
        Assert.Equal((1, 1), (_clock.TimersMade, another.Pings));
    }

    [Fact]
    public async Task Connections_that_came_together_do_not_ping_together()
    {
        var lines = Enumerable.Range(0, 1000).Select(_ => new Line(_clock)).ToArray();
        var most = 0;
        for (var i = 0; i < 20; i++)
        {
            var before = lines.Sum(line => line.Pings);
            _clock.Tick();
            await Task.WhenAll(lines.Select(line => line.Pinged));
            most = Math.Max(most, lines.Sum(line => line.Pings) - before);
        }

        Assert.InRange(most, 1, 400);
        await Task.WhenAll(lines.Select(line => line.DisposeAsync().AsTask()));
    }

    [Fact]
    public async Task A_tick_allocates_nothing_for_idle_connections()
    {
        var lines = Enumerable.Range(0, 1000).Select(_ => new Line(_clock)).ToArray();
        Ticks(5);
        var before = GC.GetAllocatedBytesForCurrentThread();

        // Five times each is looked at in that time; none is due to be pinged.
        Ticks(60);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.All(lines, line => Assert.Equal(0, line.Pings));
        await Task.WhenAll(lines.Select(line => line.DisposeAsync().AsTask()));

        void Ticks(int count)
        {
            for (; count > 0; count--)
            {
                _clock.Tick();
                foreach (var line in lines)
                {
                    line.Receive();
                }
            }
        }
    }

    [Fact]
    public async Task A_defect_in_one_connection_does_not_stop_the_others()
    {
        await using var broken = new Line(_clock, () => throw new InvalidOperationException("a defect"));
        await using var sound = new Line(_clock);

        await sound.PassAsync(100);

        Assert.IsType<InvalidOperationException>(broken.Error);
        Assert.False(sound.IsDead);
        Assert.InRange(sound.Pings, 4, 8);
    }

    [Fact]
    public async Task A_connection_that_ended_is_left_alone()
    {
        var line = new Line(_clock) { Answers = false };
        await using var other = new Line(_clock);
        await line.DisposeAsync();

        await other.PassAsync(200);

        Assert.Equal((0, false, 0), (line.Pings, line.IsDead, line.Maintained));
    }

    /// <summary>A connection whose other end is the test.</summary>
    private sealed class Line : ILiveness, IAsyncDisposable
    {
        private readonly ManualClock _clock;
        private readonly KeepAlive _keepAlive;
        private long _lastReceived;

        public Line(ManualClock clock, Action? maintain = null)
        {
            _clock = clock;
            Receive();
            _keepAlive = new KeepAlive(this, clock, Interval, maintain ?? (() => Maintained++), error => (IsDead, Error) = (true, error));
        }

        public long LastReceived => Volatile.Read(ref _lastReceived);

        public long? OldestUnanswered { get; private set; }

        public bool Answers { get; set; } = true;

        public Exception? Failure { get; init; }

        public int Pings { get; private set; }

        public int Maintained { get; private set; }

        public bool IsDead { get; private set; }

        public Exception? Error { get; private set; }

        public Task Pinged => _keepAlive.LastPing;

        public void Receive() => Volatile.Write(ref _lastReceived, _clock.GetTimestamp());

        public void Ask() => OldestUnanswered = _clock.GetTimestamp();

        public async Task PassAsync(int seconds)
        {
            for (; seconds > 0; seconds--)
            {
                _clock.Tick();
                await Pinged;
            }
        }

        /// <summary>After how many seconds the connection is found dead.</summary>
        public async Task<int> DiesAfterAsync()
        {
            for (var seconds = 1; seconds <= 100; seconds++)
            {
                await PassAsync(1);
                if (IsDead)
                {
                    return seconds;
                }
            }

            return int.MaxValue;
        }

        public Task PingAsync(CancellationToken cancellationToken)
        {
            Pings++;
            if (Failure is not null)
            {
                return Task.FromException(Failure);
            }

            if (Answers)
            {
                Receive();
            }

            return Task.CompletedTask;
        }

        public ValueTask DisposeAsync() => _keepAlive.DisposeAsync();
    }
}
