using Microsoft.Extensions.Time.Testing;

namespace WhatsAppKit.Core.Tests.Lifecycle;

public sealed class ReconnectPolicyTests
{
    private static readonly TimeSpan Never = TimeSpan.Zero;
    private static readonly TimeSpan Stable = TimeSpan.FromSeconds(60);

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Pauses_grow_to_the_cap_with_full_jitter()
    {
        var pauses = Enumerable.Range(0, 300).Select(_ => Pauses(New(), 9)).ToArray();
        Assert.All(pauses, each => Assert.Equal(TimeSpan.Zero, each[0]));
        double[] ceilings = [2, 4, 8, 16, 32, 60, 60, 60];
        for (var i = 0; i < ceilings.Length; i++)
        {
            // From next to nothing to all of it: with 300 draws a tenth at either end is never empty.
            var drawn = pauses.Select(each => each[i + 1].TotalSeconds).ToArray();
            Assert.InRange(drawn.Min(), 0.0001, ceilings[i] * 0.1);
            Assert.InRange(drawn.Max(), ceilings[i] * 0.9, ceilings[i] + 0.001);
        }
    }

    [Fact]
    public void Only_a_connection_that_held_makes_them_begin_anew()
    {
        var policy = New();
        Pauses(policy, 5);
        policy.Ended(Stable - TimeSpan.FromMilliseconds(1));
        Assert.NotEqual(TimeSpan.Zero, policy.NextDelay(immediately: false));
        policy.Ended(Stable);
        Assert.Equal(TimeSpan.Zero, policy.NextDelay(immediately: false));
    }

    [Fact]
    public void A_restart_that_the_server_asks_for_comes_at_once_and_counts_as_no_failure()
    {
        var policy = New();
        policy.Ended(Never);
        Assert.Equal(TimeSpan.Zero, policy.NextDelay(immediately: true));
        policy.Ended(Never);
        Assert.Equal(TimeSpan.Zero, policy.NextDelay(immediately: false));
    }

    [Fact]
    public void Too_many_ends_are_one_loop_which_goes_on_at_the_cap()
    {
        var policy = New();
        for (var i = 0; i < 9; i++)
        {
            Assert.False(policy.Ended(Never));
        }

        Assert.True(policy.Ended(Never));
        for (var i = 0; i < 100; i++)
        {
            Assert.InRange(policy.NextDelay(immediately: i % 2 == 0), TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(60.001));
            _time.Advance(TimeSpan.FromSeconds(45));
            Assert.False(policy.Ended(Never));
        }

        // It held: what follows is counted from nothing, and may be a loop of its own.
        Assert.False(policy.Ended(Stable));
        Assert.Equal(TimeSpan.Zero, policy.NextDelay(immediately: false));
        Assert.Equal(8, Enumerable.Range(0, 9).TakeWhile(_ => !policy.Ended(Never)).Count());
    }

    [Fact]
    public void Ends_that_lie_far_apart_are_no_loop()
    {
        var policy = New();
        for (var i = 0; i < 100; i++)
        {
            Assert.False(policy.Ended(Never));
            _time.Advance(TimeSpan.FromMinutes(5) / 9 + TimeSpan.FromSeconds(1));
        }
    }

    [Fact]
    public async Task The_gate_lets_no_more_dial_than_its_limit_and_serves_in_order()
    {
        var gate = new DialGate(3);
        var places = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => gate.EnterAsync(default)));
        using var impatient = new CancellationTokenSource();
        var waiting = new[] { gate.EnterAsync(default), gate.EnterAsync(impatient.Token), gate.EnterAsync(default) };
        Assert.Equal(3, gate.Dialling);
        Assert.DoesNotContain(waiting, each => each.IsCompleted);

        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting[1]);
        places[0].Dispose();
        places[0].Dispose();
        using var second = await waiting[0];

        Assert.Equal(3, gate.Dialling);
        Assert.False(waiting[2].IsCompleted);
        places[1].Dispose();
        using var third = await waiting[2];
        places[2].Dispose();
        Assert.Equal(2, gate.Dialling);
        Assert.Throws<ArgumentOutOfRangeException>(() => new DialGate(0));
    }

    private ReconnectPolicy New() => new(new WhatsAppClientOptions { TimeProvider = _time });

    private TimeSpan[] Pauses(ReconnectPolicy policy, int count) =>
        [.. Enumerable.Range(0, count).Select(_ =>
        {
            policy.Ended(Never);
            return policy.NextDelay(immediately: false);
        })];
}
