using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using WhatsAppKit.Sandbox;
using WhatsAppKit.Sandbox.Phones;
using WhatsAppKit.Sandbox.Tests;

namespace WhatsAppKit.Interop.Tests;

/// <summary>A Baileys client in a Node process of its own, with everything it reported.</summary>
internal sealed partial class BaileysClient : IAsyncDisposable
{
    /// <summary>The package of the Baileys that all tests use unless they say otherwise.</summary>
    public const string Newest = "baileys";

    /// <summary>The package of an older Baileys, from before accounts were addressed by LID.</summary>
    public const string Old = "baileys-6";

    private static readonly ILogger Log = TestLog.Factory.CreateLogger("baileys");

    private readonly Process _process;
    private readonly string _folder;
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonElement>> _calls = new();
    private readonly SemaphoreSlim _writing = new(1);
    private readonly Task _reading;
    private int _lastCall;

    private BaileysClient(Process process, string folder)
    {
        _process = process;
        _folder = folder;
        _reading = Task.WhenAll(ReadAsync(), LogAsync());
    }

    public ConcurrentQueue<JsonElement> Events { get; } = new();

    public IEnumerable<JsonElement> Of(string name) => Events.Where(e => Text(e, "event") == name);

    /// <summary>Starts a client that trusts the given root key, or else the sandbox's, and does not connect yet.</summary>
    public static async Task<BaileysClient> StartAsync(WhatsAppSandbox sandbox, byte[]? rootKey = null, bool history = false, Uri? endpoint = null, string package = Newest)
    {
        await NodeDriver.RequireAsync();
        var folder = Directory.CreateTempSubdirectory("baileys-").FullName;
        var certificate = Path.Combine(folder, "media.pem");
        await File.WriteAllTextAsync(certificate, sandbox.MediaCertificatePem);
        var process = Process.Start(new ProcessStartInfo("node", ["driver.mjs"])
        {
            WorkingDirectory = NodeDriver.Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["NODE_EXTRA_CA_CERTS"] = certificate, ["BAILEYS"] = package },
        })!;
        var client = new BaileysClient(process, folder);
        await client.CallAsync("start", new JsonObject
        {
            ["endpoint"] = (endpoint ?? sandbox.Endpoint!).ToString(),
            ["rootKey"] = Convert.ToBase64String(rootKey ?? sandbox.TrustedRootKey.ToArray()),
            ["folder"] = client._folder,
            ["mediaHost"] = sandbox.Media.Host,
            ["history"] = history,
        });
        return client;
    }

    public static async Task<BaileysClient> PairAsync(WhatsAppSandbox sandbox, SandboxPhone phone, bool history = false, string package = Newest)
    {
        var client = await StartAsync(sandbox, history: history, package: package);
        await client.CallAsync("connect");
        var code = await Wait.ForAsync(() => client.Of("qr").Select(e => Text(e, "text")).FirstOrDefault(), "Baileys' QR code");
        await phone.ScanAsync(code);
        await client.OpensAsync(1);
        return client;
    }

    /// <summary>Waits until the client has logged in that many times since it started.</summary>
    public Task OpensAsync(int times) => Wait.UntilAsync(() => Of("open").Count() >= times, $"Baileys' login #{times}");

    /// <summary>Connects again with the stored credentials, as a new socket.</summary>
    public async Task ConnectAsync()
    {
        var opened = Of("open").Count();
        await CallAsync("connect");
        await OpensAsync(opened + 1);
    }

    public async Task DisconnectAsync()
    {
        var closed = Of("close").Count();
        await CallAsync("disconnect");
        await Wait.UntilAsync(() => Of("close").Count() > closed, "Baileys' disconnect");
    }

    public async Task<string> SendAsync(string to, string text) =>
        Text(await CallAsync("send", new JsonObject { ["to"] = to, ["text"] = text }), "id")!;

    /// <summary>Waits for a message and returns it; its <c>enc</c> event tells how it was encrypted.</summary>
    public async Task<JsonElement> ReceivesAsync(string text)
    {
        await Wait.UntilAsync(() => Of("message").Any(m => Text(m, "text") == text), $"Baileys' message '{text}'");
        return Of("message").First(m => Text(m, "text") == text);
    }

    /// <summary>How the server handed over a message: its encryption type, and whether it had waited there.</summary>
    public (string Type, bool Offline) Envelope(JsonElement message)
    {
        var envelope = Of("enc").Single(e => Text(e, "id") == Text(message, "id"));
        return (Text(envelope, "type")!, envelope.GetProperty("offline").GetBoolean());
    }

    public async Task<JsonElement> CallAsync(string op, JsonObject? arguments = null)
    {
        var call = Interlocked.Increment(ref _lastCall);
        var answer = _calls.GetOrAdd(call, _ => new TaskCompletionSource<JsonElement>(TaskCreationOptions.RunContinuationsAsynchronously));
        var command = arguments ?? [];
        command["call"] = call;
        command["op"] = op;
        await _writing.WaitAsync();
        try
        {
            await _process.StandardInput.WriteLineAsync(command.ToJsonString());
            await _process.StandardInput.FlushAsync();
        }
        finally
        {
            _writing.Release();
        }

        await Wait.UntilAsync(() => answer.Task.IsCompleted, $"Baileys' answer to '{op}'");
        return await answer.Task;
    }

    /// <summary>Calls one of Baileys' own methods, and returns what it returns.</summary>
    public async Task<JsonElement> DoesAsync(string method, params JsonNode?[] args) =>
        (await CallAsync("invoke", new JsonObject { ["method"] = method, ["args"] = new JsonArray(args) })).GetProperty("value");

    public async ValueTask DisposeAsync()
    {
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has ended by itself: whoever waited for it was told so.
        }

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
        }

        await _reading;
        _process.Dispose();
        _writing.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    public static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            WriteLog(Log, line);
            var parsed = JsonElement.Parse(line);
            if (!parsed.TryGetProperty("call", out var call))
            {
                Events.Enqueue(parsed);
            }
            else if (parsed.TryGetProperty("error", out var error))
            {
                _calls[call.GetInt32()].TrySetException(new InvalidOperationException(error.GetString()));
            }
            else
            {
                _calls[call.GetInt32()].TrySetResult(parsed.GetProperty("result"));
            }
        }

        foreach (var call in _calls.Values)
        {
            call.TrySetException(new InvalidOperationException("The Node process has ended."));
        }
    }

    private async Task LogAsync()
    {
        while (await _process.StandardError.ReadLineAsync() is { } line)
        {
            WriteLog(Log, line);
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Baileys: {Line}")]
    private static partial void WriteLog(ILogger logger, string line);
}
