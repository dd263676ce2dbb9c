using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;

namespace WhatsAppKit.EndToEnd.Tests.Crashes;

/// <summary>
/// Many messages go out and come in while the host is killed every few seconds, and the receiver of its webhooks fails a third of the time
/// and comes and goes. <c>WHATSAPPKIT_CHAOS_MESSAGES</c> says how many go out (100 by default, 10000 for the long form; a tenth of it comes
/// in), <c>WHATSAPPKIT_CHAOS_SEED</c> repeats the choices of a run.
/// </summary>
public class ChaosTests(ITestOutputHelper output)
{
    private const int Friends = 8;
    private const int Senders = 8;
    private const int LongestLife = 4000;

    // How long nothing may move.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Everything_arrives_once_and_every_event_is_told_in_order()
    {
        var count = Setting("WHATSAPPKIT_CHAOS_MESSAGES", 100);
        var seed = Setting("WHATSAPPKIT_CHAOS_SEED", Environment.TickCount & 0xFFFF);
        output.WriteLine($"seed {seed}, {count} messages");
        await using var receiver = new ChaosReceiver(FreePort.Take());
        await receiver.StartAsync();
        await using var rig = await CrashRig.StartAsync(Friends, Settings());
        var webhook = await rig.AdministerAsync(HttpMethod.Post, "/api/webhooks", new { url = receiver.Url, ordered = true });
        receiver.Secret = webhook.GetProperty("secret").GetString();
        var id = webhook.GetProperty("webhook").GetProperty("id").GetString()!;

        using var over = new CancellationTokenSource();
        var running = new SemaphoreSlim(1);
        var accepted = new ConcurrentDictionary<string, string>();
        var killing = KillAsync(rig, receiver, running, new Random(seed), over.Token);
        await Task.WhenAll(SendAllAsync(rig, running, count, accepted), WriteAllAsync(rig, count / 10, seed));
        await over.CancelAsync();
        var kills = await killing;
        await rig.ConnectedAsync();

        await UntilAsync("accepted messages", () => Task.FromResult(Received(rig) is var texts && texts.IsSupersetOf(accepted.Keys) ? (int?)null : texts.Count));
        await UntilAsync("messages that came in", async () => await InboundAsync(rig) is var stored && stored.Count >= count / 10 ? null : stored.Count);
        await UntilAsync("webhooks", async () => await PendingAsync(rig, id) == 0 ? null : receiver.Taken.Count);

        var (deliveries, inbound) = (await DeliveriesAsync(rig, id), await InboundAsync(rig));
        output.WriteLine($"{kills} kills, {accepted.Count} accepted, {inbound.Count} came in, {deliveries.Count} events, told {receiver.Taken.Count} times, refused {receiver.Refused} times");
        Assert.Equal(count, accepted.Count);
        Assert.True(kills >= 3, "Too few kills for the test to mean anything.");
        var arrived = rig.Friends.SelectMany(friend => friend.Messages).Where(message => accepted.ContainsKey(message.Text)).ToArray();
        Assert.Equal(count, arrived.Length);
        Assert.All(arrived, message => Assert.Equal(accepted[message.Text], message.Id));
        rig.Wire.NoKeyIsUsedTwice();
        Assert.Equal(Enumerable.Range(0, count / 10).Select(i => $"in {i}").Order(), inbound.Order());

        // In order, as they were first taken; each at least once, under its one id.
        var told = receiver.Taken.Select(happened => happened.Id).Distinct().ToArray();
        Assert.Equal(deliveries, told);
        Assert.Equal(await StoredAsync(rig, told[0]), told);
    }

    private static Dictionary<string, string> Settings()
    {
        var settings = new Dictionary<string, string>
        {
            ["WhatsAppGateway__Outbound__AllowHttp"] = "true",
            ["WhatsAppGateway__Outbound__TrustedHosts__0"] = "127.0.0.1",
            ["WhatsAppGateway__Webhooks__BreakAfter"] = "1000000",
            ["WhatsAppGateway__Tiers__Basic__MonthlyMessages"] = "1000000",
            ["WhatsAppGateway__Tiers__Basic__QueuedMessages"] = "1000000",
        };
        for (var i = 0; i < 200; i++)
        {
            settings[string.Create(CultureInfo.InvariantCulture, $"WhatsAppGateway__Webhooks__RetryWaits__{i}")] = "00:00:00.01";
        }

        return settings;
    }

    /// <summary>
    /// Kills the host every few seconds, and turns the receiver off now and then. On a machine that is too slow for a message between two
    /// kills the lives become longer, until messages arrive.
    /// </summary>
    private async Task<int> KillAsync(CrashRig rig, ChaosReceiver receiver, SemaphoreSlim running, Random random, CancellationToken over)
    {
        var (kills, longest) = (0, LongestLife);
        while (!over.IsCancellationRequested)
        {
            var before = Arrived(rig);
            await Task.Delay(random.Next(500, longest), CancellationToken.None);
            longest = Arrived(rig) > before ? Math.Max(LongestLife, longest / 2) : longest * 2;
            var isReceiver = random.Next(3) == 0;
            if (isReceiver)
            {
                await receiver.StopAsync();
            }

            rig.Host.Kill();
            await running.WaitAsync(CancellationToken.None);
            await rig.KillAsync();
            await rig.StartHostAsync();
            running.Release();
            if (++kills % 100 == 0)
            {
                output.WriteLine($"{DateTimeOffset.UtcNow:HH:mm:ss} {kills} kills, {Arrived(rig)} arrived");
            }

            if (isReceiver)
            {
                await receiver.StartAsync();
            }
        }

        return kills;
    }

    /// <summary>Each message is sent until it is accepted, under a key of its own.</summary>
    private static async Task SendAllAsync(CrashRig rig, SemaphoreSlim running, int count, ConcurrentDictionary<string, string> accepted)
    {
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, Senders).Select(async _ =>
        {
            while (Interlocked.Increment(ref next) is var i && i < count)
            {
                var text = string.Create(CultureInfo.InvariantCulture, $"out {i}");
                while (!accepted.ContainsKey(text))
                {
                    if (await rig.SendAsync(rig.Friends[i % Friends], text, $"key-{i}") is { } answer)
                    {
                        accepted[text] = answer.GetProperty("id").GetString()!;
                    }
                    else
                    {
                        // Until the host is there again.
                        await running.WaitAsync();
                        running.Release();
                    }
                }
            }
        }));
    }

    private static async Task WriteAllAsync(CrashRig rig, int count, int seed)
    {
        var random = new Random(seed + 1);
        for (var i = 0; i < count; i++)
        {
            await rig.Friends[i % Friends].SendTextAsync(rig.Own, $"in {i}");
            await Task.Delay(random.Next(100));
        }
    }

    private static async Task<IReadOnlyList<string>> InboundAsync(CrashRig rig) =>
        [.. (await PagesAsync(rig, "/api/messages?direction=in&limit=100", isProgram: true)).Select(item => item.GetProperty("text").GetString()!)];

    private static async Task<int> PendingAsync(CrashRig rig, string webhook) =>
        (await rig.AdministerAsync(HttpMethod.Get, $"/api/webhooks/{webhook}/deliveries?state=pending")).GetProperty("items").GetArrayLength();

    /// <summary>The ids of the events that were queued, in order.</summary>
    private static async Task<IReadOnlyList<string>> DeliveriesAsync(CrashRig rig, string webhook)
    {
        var items = await PagesAsync(rig, $"/api/webhooks/{webhook}/deliveries?limit=100", isProgram: false);
        Assert.All(items, item => Assert.Equal("delivered", item.GetProperty("state").GetString()));
        return [.. items.Select(item => item.GetProperty("eventId").GetString()!).Reverse()];
    }

    /// <summary>The ids of all events from one on, as they are stored.</summary>
    private static async Task<IReadOnlyList<string>> StoredAsync(CrashRig rig, string first)
    {
        var ids = new List<string> { first };
        for (var isMore = true; isMore;)
        {
            var page = await rig.AdministerAsync(HttpMethod.Get, $"/api/events?limit=100&cursor={ids[^1]}");
            ids.AddRange(page.GetProperty("events").EnumerateArray().Select(happened => happened.GetProperty("id").GetString()!));
            isMore = page.GetProperty("hasMore").GetBoolean();
        }

        return ids;
    }

    private static async Task<IReadOnlyList<JsonElement>> PagesAsync(CrashRig rig, string path, bool isProgram)
    {
        var items = new List<JsonElement>();
        for (string? cursor = null; ;)
        {
            var url = cursor is null ? path : $"{path}&cursor={cursor}";
            var page = isProgram ? await rig.Host.GetAsync(url) : await rig.AdministerAsync(HttpMethod.Get, url);
            items.AddRange(page.GetProperty("items").EnumerateArray());
            cursor = page.GetProperty("nextCursor").GetString();
            if (cursor is null)
            {
                return items;
            }
        }
    }

    private static int Arrived(CrashRig rig) => rig.Friends.Sum(friend => friend.Messages.Count);

    private static HashSet<string> Received(CrashRig rig) => [.. rig.Friends.SelectMany(friend => friend.Messages).Select(message => message.Text)];

    /// <summary>Waits for as long as more comes.</summary>
    /// <param name="what">For what.</param>
    /// <param name="count">How much has come; null when that is all.</param>
    private async Task UntilAsync(string what, Func<Task<int?>> count)
    {
        var (before, since) = (-1, TimeProvider.System.GetTimestamp());
        while (await count() is { } come)
        {
            if (come > before)
            {
                (before, since) = (come, TimeProvider.System.GetTimestamp());
            }

            Assert.True(TimeProvider.System.GetElapsedTime(since) < Patience, $"Waited in vain for the {what}: {come} have come.");
            await Task.Delay(500, CancellationToken.None);
        }

        output.WriteLine($"{DateTimeOffset.UtcNow:HH:mm:ss} the {what} have come");
    }

    private static int Setting(string name, int fallback) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : fallback;
}
