using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace WhatsAppKit.EndToEnd.Tests;

/// <summary>A sample as a process of its own: the reference host, with a data directory that outlives it, or another.</summary>
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

    /// <summary>Starts the host with its sandbox inside; with settings it starts without one, as in production, and is given the keys it needs there.</summary>
    public static Task<HostProcess> StartAsync(string dataDirectory, Dictionary<string, string>? settings = null)
    {
        var environment = settings is null ? [] : new Dictionary<string, string>(settings)
        {
            ["WhatsAppGateway__Jwt__SigningKey"] = "a signing key of the tests, long enough",
            ["WhatsAppGateway__Encryption__Key"] = "wOQpm6dYh3rL0f2sVtJ8xk5bNuE1cGzA7iTq4oRWyXM=",
        };
        environment["WhatsAppGateway__DataDirectory"] = dataDirectory;
        return StartAsync("ReferenceHost", settings is null ? ["--sandbox"] : [], environment, "/health/live");
    }

    /// <summary>Starts the application that embeds the gateway; what it keeps goes to a folder.</summary>
    public static Task<HostProcess> StartEmbeddedAsync(string folder) => StartAsync("EmbeddedApp", [], new() { ["TMPDIR"] = folder }, "/whatsapp/health/live");

    private static async Task<HostProcess> StartAsync(string sample, string[] arguments, Dictionary<string, string> environment, string live)
    {
        var port = FreePort.Take();
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(Folder(sample), sample + ".dll"));
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.ArgumentList.Add("--urls");
        start.ArgumentList.Add($"http://127.0.0.1:{port}");
        // Nothing that lives as short as this gets back what it costs.
        start.Environment["DOTNET_TieredPGO"] = "0";

        // A machine that is busy with tests is no reason to answer that a message only was accepted.
        start.Environment["WhatsAppGateway__Sending__Wait"] = "00:00:30";
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start)!;
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        var host = new HostProcess(process, new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") });
        await host.UntilAsync(async () => (await host.TryGetAsync(live)) is not null, "the host");
        return host;
    }

    public HttpClient Http => _http;

    public bool HasExited => _process.HasExited;

    /// <summary>Ends the process as a power cut would, and returns before it is gone.</summary>
    public void Kill()
    {
        try
        {
            _process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It is gone already.
        }
    }

    public void Authorize(string token) => _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);

    public async Task<JsonElement> PostAsync(string path, object body, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var response = await _http.PostAsJsonAsync(path, body);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == expected, $"{path}: {(int)response.StatusCode} {text}");
        return JsonDocument.Parse(text).RootElement.Clone();
    }

    /// <summary>Sends a form as a browser does, cookies and redirects included, and returns the page that comes of it.</summary>
    public async Task<(HttpStatusCode Status, string Path, string Page)> SubmitAsync(string path, Dictionary<string, string>? fields = null)
    {
        using var content = new FormUrlEncodedContent(fields ?? []);
        using var response = await _http.PostAsync(path, content);
        return (response.StatusCode, response.RequestMessage!.RequestUri!.AbsolutePath, await response.Content.ReadAsStringAsync());
    }

    /// <summary>Opens a page as a browser does.</summary>
    public async Task<(HttpStatusCode Status, string Path, string Page)> BrowseAsync(string path)
    {
        using var response = await _http.GetAsync(path);
        return (response.StatusCode, response.RequestMessage!.RequestUri!.AbsolutePath, await response.Content.ReadAsStringAsync());
    }

    /// <summary>Opens a page until it shows something, and returns what is shown.</summary>
    public async Task<string> BrowseUntilAsync(string path, string pattern)
    {
        var found = "";
        await UntilAsync(async () => (found = Regex.Match((await BrowseAsync(path)).Page, pattern).Groups[1].Value).Length > 0, $"{pattern} on {path}");
        return WebUtility.HtmlDecode(found);
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
        Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _http.Dispose();
    }

    /// <summary>Where a sample was built, or, as <c>WHATSAPPKIT_PUBLISHED</c>, published to: that one starts faster.</summary>
    private static string Folder(string sample)
    {
        if (Environment.GetEnvironmentVariable("WHATSAPPKIT_PUBLISHED") is { Length: > 0 } published && File.Exists(Path.Combine(published, sample + ".dll")))
        {
            return published;
        }

        var configuration = AppContext.BaseDirectory.Contains("/Release/", StringComparison.Ordinal) ? "Release" : "Debug";
        return Path.Combine(Root(), "samples", sample, "bin", configuration, "net10.0");
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
