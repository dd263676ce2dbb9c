using System.Diagnostics;
using System.Text.Json;
using WhatsAppKit.Core;
using WhatsAppKit.Core.Media;
using WhatsAppKit.Sandbox;
using WhatsAppKit.Sandbox.Phones;

namespace WhatsAppKit.Benchmarks.Media;

/// <summary>The sandbox in a process of its own: this program again. It ends when its input does.</summary>
internal sealed class SandboxProcess : IAsyncDisposable
{
    private const string Number = "15550001";

    private SandboxProcess(Process process, WhatsAppClientOptions options)
    {
        Process = process;
        Options = options;
    }

    public Process Process { get; }

    /// <summary>How to reach it.</summary>
    public WhatsAppClientOptions Options { get; }

    public static async Task ServeAsync(Action<SandboxPhone>? prepare = null)
    {
        await using var sandbox = await WhatsAppSandbox.StartAsync();
        var phone = await sandbox.AddPhoneAsync(Number);
        prepare?.Invoke(phone);
        Console.WriteLine(JsonSerializer.Serialize(new Facts(
            sandbox.Endpoint!, Convert.ToHexString(sandbox.TrustedRootKey.Span), sandbox.MediaCertificatePem)));
        while (await Console.In.ReadLineAsync() is { } code)
        {
            await phone.ScanAsync(code);
        }
    }

    public static async Task<SandboxProcess> StartAsync(params string[] mode)
    {
        var process = Process.Start(new ProcessStartInfo(
            Environment.ProcessPath!,
            Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet"
                ? [typeof(SandboxProcess).Assembly.Location, .. mode, "--sandbox"]
                : [.. mode, "--sandbox"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        var facts = JsonSerializer.Deserialize<Facts>(await process.StandardOutput.ReadLineAsync() ?? "null")
            ?? throw new InvalidOperationException("The sandbox did not start.");
        return new SandboxProcess(process, new WhatsAppClientOptions
        {
            Endpoint = facts.Endpoint,
            TrustedRootKey = Convert.FromHexString(facts.RootKey),
            Media = new MediaOptions { TrustedCertificates = facts.Certificate },
        });
    }

    public async Task PairAsync(WhatsAppClient client)
    {
        await client.ConnectAsync();
        await Process.StandardInput.WriteLineAsync(await WaitAsync(() => client.Status.Qr?.Text));
        await WaitAsync(() => client.Status.State == ConnectionState.Connected ? "" : null);
    }

    public async ValueTask DisposeAsync()
    {
        Process.StandardInput.Close();
        await Process.WaitForExitAsync();
        Process.Dispose();
    }

    private static async Task<string> WaitAsync(Func<string?> probe)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            if (probe() is { } found)
            {
                return found;
            }

            await Task.Delay(20, limit.Token);
        }
    }

    private sealed record Facts(Uri Endpoint, string RootKey, string Certificate);
}
