using System.Collections.Concurrent;
using System.Globalization;

namespace WhatsAppKit.EndToEnd.Tests.Crashes;

/// <summary>
/// The host is killed with SIGKILL at random points of its way to send. <c>WHATSAPPKIT_CRASH_KILLS</c> says how often (60 by default,
/// 1000 for the long form), <c>WHATSAPPKIT_CRASH_SEED</c> repeats the choices of a run.
/// </summary>
public class CrashTests(ITestOutputHelper output)
{
    private const int Friends = 4;
    private const int MessagesPerLife = 12;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task No_key_is_used_twice_and_nothing_that_was_accepted_is_lost_or_doubled()
    {
        var kills = Setting("WHATSAPPKIT_CRASH_KILLS", 60);
        var seed = Setting("WHATSAPPKIT_CRASH_SEED", Environment.TickCount & 0xFFFF);
        var random = new Random(seed);
        output.WriteLine($"seed {seed}, {kills} kills");
        await using var rig = await CrashRig.StartAsync(Friends);
        var accepted = new ConcurrentDictionary<string, string>();
        var lost = 0;
        for (var life = 0; life < kills; life++)
        {
            await LiveAndDieAsync(rig, life, random, accepted);
            lost = life * MessagesPerLife - accepted.Count;
            await rig.StartHostAsync();
        }

        rig.OnMessage = null;
        await rig.ConnectedAsync();
        await UntilAsync(() => accepted.Keys.All(text => Received(rig, text) > 0), () => $"{accepted.Keys.Count(text => Received(rig, text) == 0)} accepted messages have not arrived");

        output.WriteLine($"{accepted.Count} accepted, {lost} unanswered, {rig.Wire.Copies.Count} ciphertexts");
        Assert.True(accepted.Count > kills, "Too few messages were accepted for the test to mean anything.");
        rig.Wire.NoKeyIsUsedTwice();
        var all = rig.Friends.SelectMany(friend => friend.Messages).ToArray();
        Assert.All(all.GroupBy(message => message.Text), copies => Assert.Single(copies));
        Assert.All(all.Where(message => accepted.ContainsKey(message.Text)), message => Assert.Equal(accepted[message.Text], message.Id));
        foreach (var id in accepted.Values)
        {
            var message = await rig.Host.GetUntilAsync($"/api/messages/{id}", found => found.GetProperty("message").GetProperty("status").GetString() is "delivered" or "read");
            Assert.Equal(id, message.GetProperty("message").GetProperty("id").GetString());
        }
    }

    /// <summary>
    /// Sends messages side by side, every other one without waiting for WhatsApp, and kills the host at one of the points where it hurts.
    /// </summary>
    private static async Task LiveAndDieAsync(CrashRig rig, int life, Random random, ConcurrentDictionary<string, string> accepted)
    {
        var (point, count, delay) = (random.Next(4), random.Next(1, MessagesPerLife), random.Next(400));
        var (answers, stanzas) = (0, 0);
        rig.OnMessage = stanza =>
        {
            if (point is 0 or 1 && Interlocked.Increment(ref stanzas) == count)
            {
                rig.Host.Kill();

                // The frame has left: the server has it, or it was lost on the way.
                return Task.FromResult(point == 0);
            }

            return Task.FromResult(true);
        };
        if (point != 3)
        {
            try
            {
                await rig.ConnectedAsync();
            }
            catch (TimeoutException) when (rig.Host.HasExited)
            {
                // What waited from before went out as soon as there was a connection, and the host died of it.
            }
        }

        var killing = point == 3 ? Task.Delay(delay).ContinueWith(_ => rig.Host.Kill(), TaskScheduler.Default) : Task.CompletedTask;
        await Task.WhenAll(Enumerable.Range(0, MessagesPerLife).Select(async i =>
        {
            var text = string.Create(CultureInfo.InvariantCulture, $"life {life} message {i}");
            if (await rig.SendAsync(rig.Friends[i % Friends], text, isWaiting: i % 2 == 0) is { } answer)
            {
                accepted[text] = answer.GetProperty("id").GetString()!;
                if (point == 2 && Interlocked.Increment(ref answers) == count)
                {
                    rig.Host.Kill();
                }
            }
        }));
        await killing;
        await rig.KillAsync();
    }

    private static int Received(CrashRig rig, string text) => rig.Friends.Sum(friend => friend.Messages.Count(message => message.Text == text));

    private static int Setting(string name, int fallback) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : fallback;

    private static async Task UntilAsync(Func<bool> condition, Func<string> what)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (!condition())
        {
            if (limit.IsCancellationRequested)
            {
                Assert.Fail(what());
            }

            await Task.Delay(100, CancellationToken.None);
        }
    }
}
