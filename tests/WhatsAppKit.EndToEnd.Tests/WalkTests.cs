using System.Net;
using System.Text.Json;

namespace WhatsAppKit.EndToEnd.Tests;

public sealed class WalkTests : IDisposable
{
    private const string Owner = "15550001";
    private const string Friend = "15550002";

    private readonly string _data = Directory.CreateTempSubdirectory("whatsappkit-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public async Task The_printed_walk_works_and_its_state_survives_a_kill()
    {
        string id;
        string key;
        string token;
        await using (var host = await HostProcess.StartAsync(_data))
        {
            (id, token) = await PairAsync(host, host);
            key = (await host.PostAsync($"/api/instances/{id}/api-keys", new { name = "test" }, HttpStatusCode.Created)).GetProperty("key").GetString()!;
            await ExchangeAsync(host, key, "before");
        }

        await using (var host = await HostProcess.StartAsync(_data))
        {
            host.Authorize(token);
            await ConnectedAsync(host, id);
            await ExchangeAsync(host, key, "after");
            var page = await host.GetAsync("/api/messages?limit=100");
            var texts = page.GetProperty("items").EnumerateArray().Select(Text).ToArray();
            Assert.Equal(["answer after", "after", "answer before", "before"], texts);
        }
    }

    [Fact]
    public async Task A_host_that_is_given_another_server_by_settings_pairs_and_sends_there()
    {
        await using var server = await HostProcess.StartAsync(Path.Combine(_data, "server"));
        var sandbox = await server.GetAsync("/sandbox");
        await using var host = await HostProcess.StartAsync(Path.Combine(_data, "host"), new()
        {
            ["WhatsAppGateway__WhatsApp__Endpoint"] = sandbox.GetProperty("endpoint").GetString()!,
            ["WhatsAppGateway__WhatsApp__TrustedRootKey"] = sandbox.GetProperty("trustedRootKey").GetString()!,
        });
        Assert.StartsWith("ws://" + new Uri(server.Address).Authority, sandbox.GetProperty("endpoint").GetString(), StringComparison.Ordinal);
        await ShowsNothingOfItselfAsync(host);
        var (id, _) = await PairAsync(host, server);
        var key = (await host.PostAsync($"/api/instances/{id}/api-keys", new { name = "test" }, HttpStatusCode.Created)).GetProperty("key").GetString()!;
        host.Authorize(key);

        await host.PostAsync("/api/messages/text", new { to = Friend, text = "across" });

        await server.GetUntilAsync($"/sandbox/phones/{Friend}/messages", inbox => inbox.EnumerateArray().Any(message => Text(message) == "across"));
    }

    /// <summary>As in production: what runs here, its document and its tools for trying out are nobody's business.</summary>
    private static async Task ShowsNothingOfItselfAsync(HostProcess host)
    {
        foreach (var (path, status) in new[]
        {
            ("/health/live", HttpStatusCode.OK), ("/health", HttpStatusCode.Unauthorized), ("/metrics", HttpStatusCode.Unauthorized), ("/api/openapi.json", HttpStatusCode.NotFound),
            ("/api/docs/index.html", HttpStatusCode.NotFound), ("/sandbox", HttpStatusCode.NotFound), ("/", HttpStatusCode.NotFound),
        })
        {
            using var answer = await host.Http.GetAsync(path);
            Assert.True(answer.StatusCode == status, $"{path}: {(int)answer.StatusCode}");
            Assert.False(answer.Headers.Contains("Server"), path);
            Assert.DoesNotContain("   at ", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    /// <summary>Registers, creates an instance and pairs it with a phone of the sandbox.</summary>
    private static async Task<(string Id, string Token)> PairAsync(HostProcess host, HostProcess sandbox)
    {
        var token = (await host.PostAsync(
            "/api/auth/register", new { email = "you@example.com", password = "correct horse", name = "You" }, HttpStatusCode.Created)).GetProperty("token").GetString()!;
        host.Authorize(token);
        var id = (await host.PostAsync("/api/instances", new { name = "first" }, HttpStatusCode.Created)).GetProperty("id").GetString()!;
        await host.PostAsync($"/api/instances/{id}/connect", new { }, HttpStatusCode.Accepted);
        await sandbox.PostAsync("/sandbox/phones", new { number = Owner }, HttpStatusCode.Created);
        await sandbox.PostAsync("/sandbox/phones", new { number = Friend }, HttpStatusCode.Created);
        var code = (await host.GetUntilAsync($"/api/instances/{id}/qr", _ => true)).GetProperty("code").GetString();
        await sandbox.PostAsync($"/sandbox/phones/{Owner}/scan", new { code });
        await ConnectedAsync(host, id);
        return (id, token);
    }

    private static Task<JsonElement> ConnectedAsync(HostProcess host, string id) =>
        host.GetUntilAsync($"/api/instances/{id}/status", status => status.GetProperty("status").GetString() == "CONNECTED");

    private static string Text(JsonElement message) => message.GetProperty("text").GetString()!;

    private static async Task ExchangeAsync(HostProcess host, string key, string text)
    {
        host.Authorize(key);
        var sent = await host.PostAsync("/api/messages/text", new { to = "+" + Friend, text });
        Assert.Equal("sent", sent.GetProperty("status").GetString());
        await host.GetUntilAsync($"/sandbox/phones/{Friend}/messages", inbox => inbox.EnumerateArray().Any(message => Text(message) == text));
        await host.PostAsync($"/sandbox/phones/{Friend}/messages", new { to = Owner, text = "answer " + text });
        await host.GetUntilAsync("/api/messages", page => page.GetProperty("items").EnumerateArray().Any(message => Text(message) == "answer " + text));
    }
}
