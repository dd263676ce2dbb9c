using System.Diagnostics;
using System.Globalization;

namespace WhatsAppKit.Benchmarks;

/// <summary>
/// How much of the processor's time a sandbox in another process took, beside what this process took. It is printed with each
/// measurement: a sandbox that took the most would have been what was measured.
/// </summary>
internal sealed class SandboxShare
{
    private readonly int _sandbox;
    private readonly TimeSpan _sandboxBefore;
    private readonly TimeSpan _ownBefore;
    private readonly long _began = Stopwatch.GetTimestamp();

    private SandboxShare(Process sandbox)
    {
        _sandbox = sandbox.Id;
        _sandboxBefore = Taken(_sandbox);
        _ownBefore = Environment.CpuUsage.TotalTime;
    }

    /// <summary>Begins to measure.</summary>
    /// <param name="sandbox">The process the sandbox runs in.</param>
    public static SandboxShare Begin(Process sandbox) => new(sandbox);

    /// <summary>What was taken since then.</summary>
    public Reading Read() => new(Taken(_sandbox) - _sandboxBefore, Environment.CpuUsage.TotalTime - _ownBefore, Stopwatch.GetElapsedTime(_began));

    private static TimeSpan Taken(int id)
    {
        // A fresh object: the one that the sandbox was started with is refreshed by others.
        using var process = Process.GetProcessById(id);
        return process.TotalProcessorTime;
    }

    /// <summary>Processor time within a time.</summary>
    /// <param name="Sandbox">Of the sandbox.</param>
    /// <param name="Own">Of this process, which holds the clients.</param>
    /// <param name="Elapsed">How long it was measured.</param>
    internal readonly record struct Reading(TimeSpan Sandbox, TimeSpan Own, TimeSpan Elapsed)
    {
        /// <summary>The sandbox's share, from 0 to 1.</summary>
        public double Share => Sandbox + Own > TimeSpan.Zero ? Sandbox / (Sandbox + Own) : 0;

        /// <summary>True when the sandbox took less than the clients, or both together left half of the machine idle.</summary>
        public bool IsNoBottleneck => Share < 0.5 || OfMachine(Sandbox + Own) < 0.5;

        private double OfMachine(TimeSpan time) => time / Elapsed / Environment.ProcessorCount;

        public override string ToString() => string.Create(
            CultureInfo.InvariantCulture,
            $"sandbox's share of the processor: {Share:P0} ({Sandbox.TotalSeconds:0.0} of {(Sandbox + Own).TotalSeconds:0.0} s), {OfMachine(Sandbox):P0} of the machine: {(IsNoBottleneck ? "not the bottleneck" : "THE BOTTLENECK")}");
    }
}
