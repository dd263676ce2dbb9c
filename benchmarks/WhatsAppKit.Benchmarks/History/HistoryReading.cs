using System.Diagnostics;
using System.Globalization;
using WhatsAppKit.Benchmarks.Media;
using WhatsAppKit.Core;
using WhatsAppKit.Core.History;
using WhatsAppKit.Core.Session.Events;
using WhatsAppKit.Core.Storage;
using WhatsAppKit.Sandbox.Phones;

namespace WhatsAppKit.Benchmarks.History;

/// <summary>
/// Pairs a device with a phone that has a long history, in one part, and shows how much memory reading it takes. The phone
/// runs in a process of its own. The device keeps its records in memory, the secrets of all messages among them.
/// </summary>
internal static class HistoryReading
{
    private const int DefaultMessages = 100_000;
    private const int DefaultChats = 2_000;
    private const long GrowthGoal = 100L * 1024 * 1024;

    public static async Task<int> RunAsync(string[] args)
    {
        var numbers = args.Where(each => each != "--sandbox").Select(each => int.Parse(each, CultureInfo.InvariantCulture)).ToArray();
        var messages = numbers.Length > 0 ? numbers[0] : DefaultMessages;
        var chats = numbers.Length > 1 ? numbers[1] : DefaultChats;
        if (args is [.., "--sandbox"])
        {
            await SandboxProcess.ServeAsync(phone => Seed(phone, messages, chats));
            return 0;
        }

        await using var sandbox = await SandboxProcess.StartAsync(["history", .. args]);

        // Code that runs for the first time takes memory too: it shall not count.
        await ReadAsync(sandbox, chats, new HistoryOptions { MaxMessagesPerChat = 1 }, isWarmUp: true);
        return await ReadAsync(sandbox, messages, new HistoryOptions(), isWarmUp: false) <= GrowthGoal ? 0 : 1;
    }

    private static void Seed(SandboxPhone phone, int messages, int chats)
    {
        phone.History.MessagesPerPart = messages;
        phone.History.InitialMessagesPerChat = 0;
        var start = DateTimeOffset.UtcNow.AddDays(-30);
        for (var chat = 0; chat < chats; chat++)
        {
            phone.History.Seed(
                string.Create(CultureInfo.InvariantCulture, $"1555{chat:D7}"),
                Enumerable.Range(0, messages / chats).Select(i => new SandboxHistoryMessage(
                    $"Message {i} of the chat {chat}, about as long as messages between people tend to be.", start.AddMinutes(i), FromMe: i % 2 == 0)),
                $"Contact {chat}");
        }
    }

    private static async Task<long> ReadAsync(SandboxProcess sandbox, int expected, HistoryOptions options, bool isWarmUp)
    {
        await using var client = new WhatsAppClient(sandbox.Options with { History = options }, new MemorySessionStore());
        using var events = client.Subscribe();
        GC.Collect();
        await using var memory = new PeakMemory(Process.GetCurrentProcess());
        var managed = GC.GetTotalMemory(forceFullCollection: true);
        var clock = Stopwatch.StartNew();
        var share = SandboxShare.Begin(sandbox.Process);
        await sandbox.PairAsync(client);
        var (read, batches) = await CountAsync(events);
        if (read != expected)
        {
            throw new InvalidOperationException($"{read} messages were read instead of {expected}.");
        }

        if (!isWarmUp)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"""
                messages             {read,8} in {batches} events
                pairing and reading  {clock.Elapsed.TotalSeconds,8:0.0} s
                working set          {Megabytes(memory.Start),8:0.0} MB at the start, +{Megabytes(memory.Growth):0.0} MB at the peak
                managed memory       {Megabytes(GC.GetTotalMemory(forceFullCollection: true) - managed),+8:0.0} MB more after it than before
                {share.Read()}
                goal                 {Megabytes(GrowthGoal),8:0.0} MB of growth: {(memory.Growth <= GrowthGoal ? "met" : "MISSED")}
                """));
        }

        return memory.Growth;
    }

    private static async Task<(int Messages, int Batches)> CountAsync(EventSubscription events)
    {
        var (messages, batches) = (0, 0);
        await foreach (var happened in events.ReadAllAsync())
        {
            switch (happened)
            {
                case HistoryReceived { Kind: HistoryKind.Recent } batch:
                    messages += batch.Messages.Count;
                    batches++;
                    break;
                case HistoryFailed failed:
                    throw new InvalidOperationException(failed.Reason);
                case HistoryProgress { IsComplete: true }:
                    return (messages, batches);
            }
        }

        throw new InvalidOperationException("The events ended before the history.");
    }

    private static double Megabytes(long bytes) => bytes / (1024.0 * 1024.0);
}
