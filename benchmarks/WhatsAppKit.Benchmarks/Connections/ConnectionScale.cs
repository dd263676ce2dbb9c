using System.Diagnostics;
using System.Globalization;
using System.Runtime;
using WhatsAppKit.Core;

namespace WhatsAppKit.Benchmarks.Connections;

/// <summary>
/// Many instances, logged in and idle, in one gateway process: what each costs, how they come back when all are dropped at
/// once, and what a Node process with Baileys clients takes for the same.
/// </summary>
internal static class ConnectionScale
{
    private const int DefaultInstances = 10_000;
    private const double GoalKilobytes = 100;
    private static readonly int[] NodeSockets = [1, 100, 300];

    public static async Task<int> RunAsync(string[] args)
    {
        if (args is ["--sandbox", var devices])
        {
            await ScaleServer.ServeAsync(int.Parse(devices, CultureInfo.InvariantCulture));
            return 0;
        }

        var count = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : DefaultInstances;
        await using var server = await ScaleServer.StartAsync(Math.Max(count, NodeSockets.Max()));
        Console.WriteLine($"{count:N0} instances in one gateway process ({(GCSettings.IsServerGC ? "server" : "workstation")} collector)");
        var each = await MeasureGatewayAsync(server, count);
        Console.WriteLine($"memory of an idle instance: {each / 1024.0:N1} KB (goal: below {GoalKilobytes:N0})");
        await CompareWithNodeAsync(server, each);
        return each / 1024.0 < GoalKilobytes ? 0 : 1;
    }

    private static async Task<double> MeasureGatewayAsync(ScaleServer server, int count)
    {
        await using var gateway = await Gateway.StartAsync(server);
        var empty = WorkingSet();
        await gateway.AddAsync(count);
        Console.WriteLine($"stored; the empty process took {Megabytes(empty)}, with the database filled {Megabytes(WorkingSet())}");

        var server0 = await server.AskAsync(ScaleServer.Report);
        var clock = Stopwatch.StartNew();
        await gateway.ConnectAsync();
        var dials = await gateway.AllConnectedAsync();
        var taken = clock.Elapsed;
        Report("all logged in", taken, dials, server0, await server.AskAsync(ScaleServer.Report));

        var full = WorkingSet();
        Console.WriteLine($"working set {Megabytes(full)}, of it managed heap {Megabytes(GC.GetTotalMemory(false))}");

        server0 = await server.AskAsync(ScaleServer.Report);
        var dropped = DateTimeOffset.UtcNow;
        clock.Restart();
        await server.AskAsync(ScaleServer.Drop);
        await gateway.AllDroppedAsync(dropped);
        dials = await gateway.AllConnectedAsync();
        Report("all dropped at once and back", clock.Elapsed, dials, server0, await server.AskAsync(ScaleServer.Report));
        return (double)(full - empty) / count;
    }

    private static async Task CompareWithNodeAsync(ScaleServer server, double each)
    {
        var single = 0L;
        foreach (var sockets in NodeSockets)
        {
            if (await IdleBaileys.MeasureAsync(server, sockets) is not { } memory)
            {
                Console.WriteLine("Baileys is not installed (run the tests once): no comparison.");
                return;
            }

            single = sockets == 1 ? memory : single;
            var more = sockets == 1 ? "" : $", {(memory - single) / (sockets - 1.0) / 1024:N0} KB for each socket more: {(memory - single) / (sockets - 1.0) / each:N1} times an instance here";
            Console.WriteLine($"Node with {sockets} idle Baileys sockets: {Megabytes(memory)}, {memory / sockets / 1024.0:N0} KB a socket{more}");
        }
    }

    private static void Report(string what, TimeSpan taken, int dials, ScaleServer.State before, ScaleServer.State after)
    {
        Console.WriteLine(
            $"{what} in {taken.TotalSeconds:N1} s; at most {dials} dials at once (limit {DialGate.Shared.Limit}), {after.Opened - before.Opened:N0} sockets opened, "
            + $"{after.Open:N0} open; the sandbox used {(after.Processor - before.Processor).TotalSeconds:N1} s of processor time and {Megabytes(after.WorkingSet)}");
    }

    /// <summary>The working set once what is garbage is gone and what can be given back is given back.</summary>
    private static long WorkingSet()
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        using var self = Process.GetCurrentProcess();
        return self.WorkingSet64;
    }

    private static string Megabytes(long bytes) => $"{bytes / 1024.0 / 1024:N0} MB";
}
