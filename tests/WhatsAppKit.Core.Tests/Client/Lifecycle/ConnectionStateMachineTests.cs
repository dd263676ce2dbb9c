using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using WhatsAppKit.Core.Session.Events;
using static WhatsAppKit.Core.ConnectionState;

namespace WhatsAppKit.Core.Tests.Lifecycle;

/// <summary>The real state machine against the table, on random walks whose seed is in every failure.</summary>
public sealed class ConnectionStateMachineTests(ITestOutputHelper output)
{
    private const int Steps = 20_000;

    private static readonly ConnectionState[] States = Enum.GetValues<ConnectionState>();

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
    private readonly EventHub _events = new(10 * Steps);

    [Fact]
    public async Task A_random_walk_follows_the_table_and_tells_every_step()
    {
        var (random, seed) = Seeded();
        using var subscription = _events.Subscribe();
        var machine = new ConnectionStateMachine(_events, _time, NullLogger.Instance);
        var expected = new List<(ConnectionState Previous, ConnectionState State, string Reason, DateTimeOffset Since)>();
        for (var step = 0; step < Steps; step++)
        {
            _time.Advance(TimeSpan.FromSeconds(random.Next(100)));
            var before = machine.Status;
            var next = States[random.Next(States.Length)];
            var isAllowed = ConnectionTransitions.All[before.State].Contains(next);

            // A change that meddles with the state, or leaves something behind, must not get through.
            var moved = machine.TryMove(next, $"step-{step}", status => status with { State = States[random.Next(States.Length)], Error = $"{step}" });

            Assert.True(isAllowed == moved, $"seed {seed}, step {step}: {before.State} -> {next}");
            if (moved)
            {
                expected.Add((before.State, next, $"step-{step}", _time.GetUtcNow()));
                Assert.Equal((next, _time.GetUtcNow(), $"{step}"), (machine.Status.State, machine.Status.Since, machine.Status.Error));
            }
            else
            {
                Assert.Same(before, machine.Status);
            }
        }

        Assert.Equal(expected, (await TakeAsync(subscription)).Select(each => (each.Previous, each.Status.State, each.Reason, each.Status.Since)));
        Assert.Equal(States, expected.Select(each => each.State).Distinct().Order());
    }

    [Fact]
    public void What_belongs_to_a_state_ends_with_it()
    {
        var machine = new ConnectionStateMachine(_events, _time, NullLogger.Instance);
        machine.TryMove(Connecting, "a");
        machine.TryMove(AwaitingScan, "b", status => status with { Qr = new QrCode("x", 1, 3, _time.GetUtcNow()), QrAttempt = 1 });
        machine.TryMove(Reconnecting, "c", status => status with { Error = "c", RetryAt = _time.GetUtcNow() });
        Assert.Equal((null, 1, "c"), (machine.Status.Qr, machine.Status.QrAttempt, machine.Status.Error));
        machine.TryMove(Connecting, "d");
        Assert.Equal((null, null, 1), (machine.Status.Error, machine.Status.RetryAt, machine.Status.QrAttempt));
    }

    [Fact]
    public async Task Moves_from_many_threads_are_told_in_the_order_in_which_they_happened()
    {
        var (_, seed) = Seeded();
        using var subscription = _events.Subscribe();
        var machine = new ConnectionStateMachine(_events, _time, NullLogger.Instance);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(walker => Task.Run(() =>
        {
            var random = new Random(seed + walker);
            for (var step = 0; step < Steps; step++)
            {
                machine.TryMove(States[random.Next(States.Length)], "walk");
            }
        })));

        var state = Disconnected;
        foreach (var step in await TakeAsync(subscription))
        {
            Assert.True(step.Previous == state && ConnectionTransitions.Allows(state, step.Status.State), $"seed {seed}: {state}, then {step.Previous} -> {step.Status.State}");
            state = step.Status.State;
        }

        Assert.Equal(machine.Status.State, state);
    }

    [Fact]
    public void The_table_knows_every_state_and_no_end_goes_on_by_itself()
    {
        Assert.Equal(States, ConnectionTransitions.All.Keys.Order());
        Assert.All([ForceDisconnected, LoggedOut, Replaced, Banned, ClientOutdated, Failed], end =>
            Assert.Equal([Connecting, Disconnected], ConnectionTransitions.All[end]));
        Assert.Equal([Connecting], ConnectionTransitions.All[Disconnected]);
        Assert.All(ConnectionTransitions.All, row => Assert.Equal(row.Value.Distinct(), row.Value));
    }

    private static async Task<List<ConnectionChanged>> TakeAsync(EventSubscription subscription)
    {
        subscription.Dispose();
        var taken = new List<ConnectionChanged>();
        await foreach (var happened in subscription.ReadAllAsync())
        {
            taken.Add(Assert.IsType<ConnectionChanged>(happened));
        }

        return taken;
    }

    private (Random Random, int Seed) Seeded()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        return (new Random(seed), seed);
    }
}
