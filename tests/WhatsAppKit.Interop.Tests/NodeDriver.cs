using System.ComponentModel;
using System.Diagnostics;

namespace WhatsAppKit.Interop.Tests;

/// <summary>Node, and the driver's packages in its source folder.</summary>
internal static class NodeDriver
{
    private static readonly string Npm = OperatingSystem.IsWindows() ? "npm.cmd" : "npm";
    private static readonly Lazy<Task<string?>> Obstacle = new(FindObstacleAsync);

    /// <summary>The folder with the driver script and its package-lock.json.</summary>
    public static string Folder { get; } = Path.Combine(RepositoryFolder(), "tests", "WhatsAppKit.Interop.Tests");

    /// <summary>Skips the running test when the driver cannot run on this machine; fails it where CI is set.</summary>
    public static async Task RequireAsync()
    {
        if (await Obstacle.Value is not { } obstacle)
        {
            return;
        }

        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable("CI")))
        {
            Assert.Skip(obstacle);
        }

        Assert.Fail(obstacle);
    }

    private static async Task<string?> FindObstacleAsync()
    {
        if (await RunAsync("node", "--version") is { } missing)
        {
            return $"The Baileys client needs Node.js 20 or newer: {missing}";
        }

        if (File.Exists(Path.Combine(Folder, "node_modules", ".package-lock.json")))
        {
            return null;
        }

        return await RunAsync(Npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund") is { } failure
            ? $"The Baileys client's packages are missing and 'npm ci --ignore-scripts' in {Folder} failed: {failure}"
            : null;
    }

    private static async Task<string?> RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync();
            var errors = process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            await output;
            return process.ExitCode == 0 ? null : await errors;
        }
        catch (Win32Exception e)
        {
            return e.Message;
        }
    }

    private static string RepositoryFolder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "WhatsAppKit.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests do not run inside the repository.");
        }

        return folder.FullName;
    }
}
