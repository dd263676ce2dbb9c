using System.Diagnostics;

namespace WhatsAppKit.Interop.Tests;

/// <summary>The benchmarks against the sandbox, in a small form: they still run, and print what the sandbox takes. No time is asserted.</summary>
public sealed class BenchmarkTests
{
    [Theory]
    [InlineData("connections 100 1", 3, "100 stayed logged in", "Node with 100 idle Baileys sockets")]
    [InlineData("media 4", 1, "download")]
    [InlineData("history 2000 20", 1, "2000 in")]
    public async Task A_benchmark_runs_and_tells_the_sandboxs_share(string arguments, int shares, params string[] said)
    {
        await NodeDriver.RequireAsync();
        var (code, output) = await RunAsync(arguments.Split(' '));

        // 1: a goal was missed, as may happen with so little.
        Assert.True(code is 0 or 1, output);
        Assert.Equal(shares, output.Split("sandbox's share of the processor: ").Length - 1);
        Assert.All(said, each => Assert.Contains(each, output, StringComparison.Ordinal));
    }

    private static async Task<(int Code, string Output)> RunAsync(string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Program(), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output + await errors);
    }

    /// <summary>It is built with these tests, in the same configuration.</summary>
    private static string Program()
    {
        var framework = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        return Path.Combine(
            NodeDriver.Folder, "..", "..", "benchmarks", "WhatsAppKit.Benchmarks", "bin", framework.Parent!.Name, framework.Name, "WhatsAppKit.Benchmarks.dll");
    }
}
