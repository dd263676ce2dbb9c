using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using WhatsAppKit.Sandbox;
using WhatsAppKit.Sandbox.State;

namespace WhatsAppKit.Benchmarks.Connections;

/// <summary>The sandbox in a process of its own, with devices that are linked already. It obeys one word per line.</summary>
internal sealed class ScaleServer : IAsyncDisposable
{
    public const string Drop = "drop";
    public const string Report = "report";

    // More than a device tops up at, so that none makes new ones.
    private const int PreKeys = 16;

    private readonly Process _process;

    private ScaleServer(Process process, Facts facts)
    {
        _process = process;
        Endpoint = facts.Endpoint;
        RootKey = facts.RootKey;
    }

    public Process Process => _process;

    public string Endpoint { get; }

    /// <summary>In hexadecimal.</summary>
    public string RootKey { get; }

    public static async Task ServeAsync(int devices)
    {
        await using var sandbox = await WhatsAppSandbox.StartAsync();
        for (var n = 0; n < devices; n++)
        {
            Link(sandbox.Core, n);
        }

        Console.WriteLine(JsonSerializer.Serialize(new Facts(sandbox.Endpoint!.ToString(), Convert.ToHexString(sandbox.TrustedRootKey.Span))));
        while (await Console.In.ReadLineAsync() is { } word)
        {
            if (word == Drop)
            {
                await DropAllAsync(sandbox.Core);
            }

            using var self = Process.GetCurrentProcess();
            Console.WriteLine(JsonSerializer.Serialize(new State(sandbox.SocketsOpen, sandbox.SocketsOpened, self.WorkingSet64)));
        }
    }

    public static async Task<ScaleServer> StartAsync(int devices)
    {
        string[] arguments = ["connections", "--sandbox", devices.ToString(CultureInfo.InvariantCulture)];
        var process = Process.Start(new ProcessStartInfo(
            Environment.ProcessPath!,
            Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [typeof(ScaleServer).Assembly.Location, .. arguments] : arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        return new ScaleServer(process, await ReadAsync<Facts>(process));
    }

    public async Task<State> AskAsync(string word)
    {
        await _process.StandardInput.WriteLineAsync(word);
        return await ReadAsync<State>(_process);
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static async Task<T> ReadAsync<T>(Process process) =>
        JsonSerializer.Deserialize<T>(await process.StandardOutput.ReadLineAsync() ?? "null")
        ?? throw new InvalidOperationException("The sandbox has ended.");

    private static void Link(SandboxCore core, int n)
    {
        lock (core.Accounts.Gate)
        {
            var account = core.Accounts.GetOrAdd(LinkedDevice.Number(n), out _);
            using var noise = LinkedDevice.NoiseKey(n);
            var device = new Device(account, LinkedDevice.Id) { NoiseKey = noise.PublicKey.Span.ToArray() };
            for (byte id = 1; id <= PreKeys; id++)
            {
                device.PreKeys.Enqueue(([0, 0, id], device.NoiseKey));
            }

            account.Devices.Add(device.Id, device);
            account.LastDevice = device.Id;
        }
    }

    private static async Task DropAllAsync(SandboxCore core)
    {
        Device[] connected;
        lock (core.Accounts.Gate)
        {
            connected = [.. core.Accounts.All.SelectMany(account => account.Devices.Values).Where(device => device.Client is not null)];
        }

        await Task.WhenAll(connected.Select(device => device.Client?.CloseAsync(null).AsTask() ?? Task.CompletedTask));
    }

    /// <summary>What the server tells of itself.</summary>
    internal sealed record State(int Open, int Opened, long WorkingSet);

    private sealed record Facts(string Endpoint, string RootKey);
}
