using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace WhatsAppKit.Benchmarks.Connections;

/// <summary>A Node process with some Baileys clients that are logged in and idle.</summary>
internal static class IdleBaileys
{
    /// <summary>The process's resident memory in bytes, once its sockets are open and its garbage is collected; null without Node.</summary>
    public static async Task<long?> MeasureAsync(ScaleServer server, int sockets)
    {
        if (Script() is not { } script)
        {
            return null;
        }

        using var process = Process.Start(new ProcessStartInfo(
            "node", ["--expose-gc", script, server.Endpoint, server.RootKey, sockets.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        var line = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("Node ended before its sockets were open.");
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return JsonDocument.Parse(line).RootElement.GetProperty("rss").GetInt64();
    }

    /// <summary>The script lies where Baileys is installed; null where it is not.</summary>
    private static string? Script()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var tests = Path.Combine(folder.FullName, "tests", "WhatsAppKit.Interop.Tests");
            if (Directory.Exists(Path.Combine(tests, "node_modules", "baileys")))
            {
                return Path.Combine(tests, "idle.mjs");
            }
        }

        return null;
    }
}
