using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;

namespace WhatsAppKit.EndToEnd.Tests;

/// <summary>The reference host as a process of its own, with a data directory that outlives it.</summary>
internal sealed class HostProcess : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly HttpClient _http;

    private HostProcess(Process process, HttpClient http)
    {
        _process = process;
        _http = http;
    }

    public string Address => _http.BaseAddress!.ToString().TrimEnd('/');

    /// <summary>Starts the host with its sandbox inside; with settings it starts without one, as in production.</summary>
    public static async Task<HostProcess> StartAsync(string dataDirectory, Dictionary<string, string>? settings = null)
    {
        var port = FreePort();
        var configuration = AppContext.BaseDirectory.Contains("/Release/", StringComparison.Ordinal) ? "Release" : "Debug";
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(Root(), "samples", "ReferenceHost", "bin", configuration, "net10.0", "ReferenceHost.dll"));
        if (settings is null)
        {
            start.ArgumentList.Add("--sandbox");
        }

        start.ArgumentList.Add("--urls");
        start.ArgumentList.Add($"http://127.0.0.1:{port}");
        start.Environment["WhatsAppGateway__DataDirectory"] = dataDirectory;
        foreach (var (name, value) in settings ?? [])
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start)!;
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        var host = new HostProcess(process, new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") });
        await host.UntilAsync(async () => (await host.TryGetAsync("/health/live")) is not null, "the host");
        return host;
    }

    public void Authorize(string token) => _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);

    public async Task<JsonElement> PostAsync(string path, object body, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var response = await _http.PostAsJsonAsync(path, body);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == expected, $"{path}: {(int)response.StatusCode} {text}");
        return JsonDocument.Parse(text).RootElement.Clone();
    }

    public async Task<JsonElement> GetAsync(string path) => await _http.GetFromJsonAsync<JsonElement>(path);

    /// <summary>Waits until the answer of a path fulfils a condition, and returns it.</summary>
    public async Task<JsonElement> GetUntilAsync(string path, Func<JsonElement, bool> condition)
    {
        JsonElement? last = null;
        await UntilAsync(async () => (last = await TryGetAsync(path)) is { } found && condition(found), path);
        return last!.Value;
    }

    /// <summary>Ends the process as a power cut would.</summary>
    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _http.Dispose();
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "WhatsAppKit.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The repository's root was not found.");
        }

        return folder.FullName;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task<JsonElement?> TryGetAsync(string path)
    {
        try
        {
            using var response = await _http.GetAsync(path);
            return response.IsSuccessStatusCode ? await response.Content.ReadFromJsonAsync<JsonElement>() : null;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private async Task UntilAsync(Func<Task<bool>> condition, string what)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (!await condition())
        {
            if (limit.IsCancellationRequested || _process.HasExited)
            {
                throw new TimeoutException($"Waited in vain for {what}.");
            }

            await Task.Delay(100, CancellationToken.None);
        }
    }
}
