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

    // Longer than two rounds of keep-alive pings.
    private const int DefaultIdleSeconds = 40;
    private static readonly int[] NodeSockets = [1, 100, 300];

    public static async Task<int> RunAsync(string[] args)
    {
        if (args is ["--sandbox", var devices])
        {
            await ScaleServer.ServeAsync(int.Parse(devices, CultureInfo.InvariantCulture));
            return 0;
        }

        var count = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : DefaultInstances;
        var idle = TimeSpan.FromSeconds(args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : DefaultIdleSeconds);
        await using var server = await ScaleServer.StartAsync(count);
        Console.WriteLine($"{count:N0} instances in one gateway process ({(GCSettings.IsServerGC ? "server" : "workstation")} collector)");
        var (each, isServerIdle) = await MeasureGatewayAsync(server, count, idle);
        Console.WriteLine($"memory of an idle instance: {each / 1024.0:N1} KB (goal: below {GoalKilobytes:N0})");
        await CompareWithNodeAsync(server, each, [.. NodeSockets.Where(sockets => sockets <= count)]);
        return each / 1024.0 < GoalKilobytes && isServerIdle ? 0 : 1;
    }

    /// <summary>The memory of an instance in bytes, and whether the sandbox was idle enough in every part.</summary>
    private static async Task<(double Each, bool IsServerIdle)> MeasureGatewayAsync(ScaleServer server, int count, TimeSpan idle)
    {
        await using var gateway = await Gateway.StartAsync(server);
        var empty = WorkingSet();
        await gateway.AddAsync(count);
        Console.WriteLine($"stored; the empty process took {Megabytes(empty)}, with the database filled {Megabytes(WorkingSet())}");

        var logins = await MeasureAsync("all logged in", server, async () =>
        {
            await gateway.ConnectAsync();
            return await gateway.AllConnectedAsync();
        });
        var full = WorkingSet();
        Console.WriteLine($"working set {Megabytes(full)}, of it managed heap {Megabytes(GC.GetTotalMemory(false))}");

        var since = DateTimeOffset.UtcNow;
        var held = await MeasureAsync($"{gateway.Count:N0} stayed logged in", server, async () =>
        {
            await Task.Delay(idle);
            return gateway.CountChangedSince(since) is > 0 and var lost ? throw new InvalidOperationException($"{lost:N0} instances lost their connection.") : 0;
        });
        var returned = await MeasureAsync("all dropped at once and back", server, async () =>
        {
            var dropped = DateTimeOffset.UtcNow;
            await server.AskAsync(ScaleServer.Drop);
            await gateway.AllDroppedAsync(dropped);
            return await gateway.AllConnectedAsync();
        });
        return ((double)(full - empty) / count, logins && held && returned);
    }

    /// <summary>Does something, prints what it took, and tells whether the sandbox was idle enough.</summary>
    private static async Task<bool> MeasureAsync(string what, ScaleServer server, Func<Task<int>> act)
    {
        var before = await server.AskAsync(ScaleServer.Report);
        var share = SandboxShare.Begin(server.Process);
        var dials = await act();
        var taken = share.Read();
        var after = await server.AskAsync(ScaleServer.Report);
        Console.WriteLine(
            $"{what} in {taken.Elapsed.TotalSeconds:N1} s; at most {dials} dials at once (limit {DialGate.Shared.Limit}), {after.Opened - before.Opened:N0} sockets opened, "
            + $"{after.Open:N0} open, {Megabytes(after.WorkingSet)} in the sandbox");
        Console.WriteLine($"  {taken}");
        return taken.IsNoBottleneck;
    }

    private static async Task CompareWithNodeAsync(ScaleServer server, double each, int[] counts)
    {
        var single = 0L;
        foreach (var sockets in counts)
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
