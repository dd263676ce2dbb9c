using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Sandbox;
using WhatsAppKit.Sandbox.Phones;
using WhatsAppKit.Sandbox.Tests;

namespace WhatsAppKit.EndToEnd.Tests.Crashes;

/// <summary>
/// The reference host as a process that is killed and started again on the same data, against a WhatsApp in this process, which
/// outlives it and writes down every ciphertext.
/// </summary>
internal sealed class CrashRig : IAsyncDisposable
{
    private const string Number = "15556001";

    private readonly string _data = Directory.CreateTempSubdirectory("whatsappkit-").FullName;
    private readonly Dictionary<string, string> _settings;
    private string _token = "";
    private string _instance = "";
    private string _key = "";

    private CrashRig(WhatsAppSandbox sandbox, IReadOnlyDictionary<string, string> settings)
    {
        Sandbox = sandbox;
        _settings = new()
        {
            ["WhatsAppGateway__WhatsApp__Endpoint"] = sandbox.Endpoint!.ToString(),
            ["WhatsAppGateway__WhatsApp__TrustedRootKey"] = Convert.ToHexString(sandbox.TrustedRootKey.Span),
            ["WhatsAppGateway__Sending__MessagesPerSecond"] = "100000",
            ["WhatsAppGateway__Sending__ChatInterval"] = "00:00:00",
            ["WhatsAppGateway__RateLimits__Address"] = "10000000",
            ["WhatsAppGateway__RateLimits__Key"] = "10000000",
            ["Serilog__MinimumLevel__Default"] = "Warning",
        };
        foreach (var (name, value) in settings)
        {
            _settings[name] = value;
        }

        // Noted as it comes, whether or not the server then gets to see it.
        sandbox.Faults.Reading = async (connection, stanza) =>
        {
            if (stanza.Tag != "message" || connection.Device is not { } device)
            {
                return true;
            }

            Wire.Note(device, stanza);
            return OnMessage is null || await OnMessage(stanza);
        };
    }

    public WhatsAppSandbox Sandbox { get; }

    public WireLog Wire { get; } = new();

    public IReadOnlyList<SandboxPhone> Friends { get; private set; } = [];

    public HostProcess Host { get; private set; } = null!;

    /// <summary>The number that friends write to.</summary>
    public string Own => Number;

    /// <summary>Called with each message that the host sends, before the server sees it; false lets it disappear.</summary>
    public Func<BinaryNode, Task<bool>>? OnMessage { get; set; }

    public static async Task<CrashRig> StartAsync(int friends, IReadOnlyDictionary<string, string>? settings = null)
    {
        var rig = new CrashRig(await WhatsAppSandbox.StartAsync(), settings ?? new Dictionary<string, string>());
        rig.Friends = await Task.WhenAll(Enumerable.Range(0, friends).Select(i => rig.Sandbox.AddPhoneAsync(string.Create(CultureInfo.InvariantCulture, $"1555700{i:D2}"))));
        await rig.StartHostAsync();
        await rig.PairAsync();
        return rig;
    }

    /// <summary>Starts the host; it resumes its connection by itself.</summary>
    public async Task StartHostAsync()
    {
        Host = await HostProcess.StartAsync(_data, _settings);
        Host.Authorize(_key);
    }

    /// <summary>Waits until the host is connected.</summary>
    public async Task ConnectedAsync()
    {
        await Host.GetUntilAsync("/api/instance/info", info => info.GetProperty("status").GetString() == "CONNECTED");
    }

    /// <summary>Ends the host as a power cut would.</summary>
    public ValueTask KillAsync() => Host.DisposeAsync();

    /// <summary>
    /// Sends text; null when the host was gone before it answered. Whoever does not wait for WhatsApp is answered as soon as the message is
    /// stored.
    /// </summary>
    public async Task<JsonElement?> SendAsync(SandboxPhone friend, string text, string? key = null, bool isWaiting = true)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/messages/text") { Content = JsonContent.Create(new { to = friend.Number, text }) };
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        if (!isWaiting)
        {
            request.Headers.Add("Prefer", "respond-async");
        }

        try
        {
            using var response = await Host.Http.SendAsync(request);
            var body = await response.Content.ReadAsStringAsync();
            return response.StatusCode switch
            {
                HttpStatusCode.OK or HttpStatusCode.Accepted => JsonDocument.Parse(body).RootElement.Clone(),

                // Another request with the key was being served when the caller gave up.
                HttpStatusCode.Conflict when key is not null => null,
                _ => throw new InvalidOperationException($"{(int)response.StatusCode}: {body}"),
            };
        }
        catch (Exception error) when (error is HttpRequestException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            return null;
        }
    }

    /// <summary>As the administrator, who may do what programs may not.</summary>
    public async Task<JsonElement> AdministerAsync(HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Authorization = new("Bearer", _token);
        using var response = await Host.Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{path}: {(int)response.StatusCode} {text}");
        return JsonDocument.Parse(text).RootElement.Clone();
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await Sandbox.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }

    private async Task PairAsync()
    {
        _token = (await Host.PostAsync(
            "/api/auth/register", new { email = "you@example.com", password = "correct horse", name = "You" }, HttpStatusCode.Created)).GetProperty("token").GetString()!;
        Host.Authorize(_token);
        _instance = (await Host.PostAsync("/api/instances", new { name = "first" }, HttpStatusCode.Created)).GetProperty("id").GetString()!;
        await Host.PostAsync($"/api/instances/{_instance}/connect", new { }, HttpStatusCode.Accepted);
        var phone = await Sandbox.AddPhoneAsync(Number);
        await phone.ScanAsync((await Host.GetUntilAsync($"/api/instances/{_instance}/qr", _ => true)).GetProperty("code").GetString()!);
        await Host.GetUntilAsync($"/api/instances/{_instance}/status", status => status.GetProperty("status").GetString() == "CONNECTED");
        _key = (await Host.PostAsync($"/api/instances/{_instance}/api-keys", new { name = "test" }, HttpStatusCode.Created)).GetProperty("key").GetString()!;
        Host.Authorize(_key);
    }
}
