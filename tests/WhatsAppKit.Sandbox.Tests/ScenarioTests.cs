using System.Globalization;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Groups;

namespace WhatsAppKit.Sandbox.Tests;

/// <summary>
/// Conversations over an unreliable network between clients that are restarted at any time. The seed is printed; set
/// WHATSAPPKIT_SCENARIO_SEED to repeat one, and WHATSAPPKIT_SCENARIO_MESSAGES for a longer run (each chat sends that many).
/// </summary>
public sealed class ScenarioTests(ITestOutputHelper output)
{
    private const int ShortRun = 1000;
    private const int AtATime = 6;

    private readonly WireLog _wire = new();

    [Theory]
    [InlineData(2, GroupAddressing.Lid)]
    [InlineData(3, GroupAddressing.Lid)]
    [InlineData(3, GroupAddressing.PhoneNumber)]
    public async Task Nothing_is_lost_nothing_comes_twice_and_no_session_is_wedged(int people, GroupAddressing addressing)
    {
        var seed = Setting("WHATSAPPKIT_SCENARIO_SEED") ?? Random.Shared.Next();
        var messages = Setting("WHATSAPPKIT_SCENARIO_MESSAGES") ?? ShortRun;
        output.WriteLine($"Seed {seed}, {messages} messages, {people} people, {addressing}.");
        await using var sandbox = await WhatsAppSandbox.StartAsync(new SandboxOptions { GroupAddressing = addressing }, TestLog.Factory);
        sandbox.Faults.Sending = _wire.Note;
        var actors = new List<Actor>();
        try
        {
            for (var i = 0; i < people; i++)
            {
                actors.Add(new Actor(sandbox, await sandbox.AddPhoneAsync($"1555000{i + 1}")));
                await actors[i].StartAsync();
            }

            await RunAsync(sandbox, actors, seed, messages);
        }
        finally
        {
            foreach (var actor in actors)
            {
                await actor.DisposeAsync();
            }
        }
    }

    private static int? Setting(string name) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;

    private async Task RunAsync(WhatsAppSandbox sandbox, List<Actor> actors, int seed, int messages)
    {
        var network = new UnreliableNetwork(sandbox, seed);
        var group = actors.Count > 2
            ? (await actors[0].Device.Client.Groups.CreateAsync("Trip", actors.Skip(1).Select(actor => actor.Phone.Jid))).Jid
            : (Jid?)null;
        network.Start();
        var sent = new List<Sent>();
        var sending = new List<Task>();
        while (sent.Count < messages)
        {
            var actor = actors[network.Next(actors.Count)];
            switch (network.Next(40))
            {
                case 0:
                    await Wait.ForAsync(actor.RestartAsync(), "a restart");
                    break;
                case 1:
                    await Wait.ForAsync(actor.ReconnectAsync(), "a new connection");
                    break;
                case < 6:
                    await Wait.ForAsync(network.ReleaseAsync(), "a release");
                    break;
                default:
                    var message = Next(network, actors, actor, group, sent.Count);
                    sent.Add(message);
                    sending.Add(actor.SendAsync(message.To, message.Text, message.Id));
                    break;
            }

            if (sending.Count >= AtATime)
            {
                await Wait.ForAsync(Task.WhenAny(sending), "a message to be taken");
                await Task.WhenAll(sending.Where(task => task.IsCompleted));
                sending.RemoveAll(task => task.IsCompleted);
            }
        }

        await Wait.ForAsync(Task.WhenAll(sending), "all messages to be taken");
        network.Stop();
        await network.ReleaseAsync();
        await SettleAsync(sandbox, actors, sent);
        Check(actors, sent);
        await StillTalkAsync(actors, group);
        _wire.NoKeyIsUsedTwice();
        output.WriteLine($"Lost {network.Lost}, repeated {network.Repeated}, held back {network.Held}.");
    }

    private static Sent Next(UnreliableNetwork network, List<Actor> actors, Actor from, Jid? group, int number)
    {
        if (group is { } chat && network.Next(2) == 0)
        {
            return new Sent(from, chat, $"group {number}", [.. actors]);
        }

        var to = actors.Where(actor => actor != from).ElementAt(network.Next(actors.Count - 1));
        return new Sent(from, to.Phone.Jid, $"direct {number}", [from, to]);
    }

    /// <summary>Connects until nothing waits on the server any more and every message is there.</summary>
    private static async Task SettleAsync(WhatsAppSandbox sandbox, List<Actor> actors, List<Sent> sent)
    {
        const int Rounds = 10;
        for (var round = 0; round < Rounds && !IsComplete(actors, sent); round++)
        {
            foreach (var actor in actors)
            {
                await Wait.ForAsync(actor.RestartAsync(), "a restart");
            }

            await Wait.UntilAsync(() => IsQuiet(sandbox, actors), "quiet");
        }
    }

    private static bool IsQuiet(WhatsAppSandbox sandbox, List<Actor> actors)
    {
        lock (sandbox.Core.Accounts.Gate)
        {
            return actors.All(actor => actor.Phone.Account.Devices.Values.All(device => device.Pending.Count == 0));
        }
    }

    private static bool IsComplete(List<Actor> actors, List<Sent> sent) => actors.All(actor => Missing(actor, sent).Count == 0);

    /// <summary>What a client or its phone should have read and has not.</summary>
    private static List<string> Missing(Actor actor, List<Sent> sent)
    {
        var texts = actor.Texts();
        var onPhone = actor.Phone.Messages.Select(m => m.Text).ToHashSet();
        return [.. sent.Where(message => message.Readers.Contains(actor))
            .Where(message => (message.From != actor && !texts.ContainsKey(message.Text)) || !onPhone.Contains(message.Text))
            .Select(message => message.Text)];
    }

    private static void Check(List<Actor> actors, List<Sent> sent)
    {
        foreach (var actor in actors)
        {
            var missing = Missing(actor, sent);
            var about = missing.Select(text => sent.Find(message => message.Text == text)!).Select(message =>
                $"{Environment.NewLine}{message.Text} of {message.From.Phone.Number}, {message.Id}:{Environment.NewLine}{TestLog.About(message.Id)}");
            Assert.True(missing.Count == 0, $"{actor.Phone.Number} misses {missing.Count} messages.{string.Concat(about)}");
            Assert.DoesNotContain(actor.Texts(), text => text.Value > 1);
            Assert.Equal(actor.Phone.Messages.Count, actor.Phone.Messages.Select(m => m.Text).Distinct().Count());
        }
    }

    /// <summary>Everybody says one more thing to everybody, and nobody needs to ask twice.</summary>
    private static async Task StillTalkAsync(List<Actor> actors, Jid? group)
    {
        foreach (var actor in actors)
        {
            foreach (var other in actors.Where(other => other != actor))
            {
                await actor.SendAsync(other.Phone.Jid, $"farewell of {actor.Address} to {other.Address}");
                await other.Device.ReceivesAsync($"farewell of {actor.Address} to {other.Address}");
            }

            if (group is { } chat)
            {
                await actor.SendAsync(chat, $"farewell of {actor.Address}");
                foreach (var other in actors.Where(other => other != actor))
                {
                    await other.Device.ReceivesAsync($"farewell of {actor.Address}");
                }
            }
        }
    }

    private sealed record Sent(Actor From, Jid To, string Text, IReadOnlyList<Actor> Readers)
    {
        public string Id { get; } = From.Device.Client.Messages.CreateId();
    }
}
