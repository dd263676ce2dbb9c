using System.Net;
using System.Text.Json;

namespace WhatsAppKit.EndToEnd.Tests;

/// <summary>The sample that embeds the gateway: its pages keep their own login, and the gateway works below its prefix.</summary>
public sealed class EmbeddedAppTests : IDisposable
{
    private const string Gateway = "/whatsapp/api";
    private const string Friend = "15550002";

    private readonly string _folder = Directory.CreateTempSubdirectory("whatsappkit-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Pages_ask_for_the_applications_login_and_the_gateway_for_its_own()
    {
        await using var app = await HostProcess.StartEmbeddedAsync(_folder);

        Assert.Equal((HttpStatusCode.OK, "/login"), Where(await app.BrowseAsync("/")));
        Assert.Equal((HttpStatusCode.Unauthorized, "/login"), Where(await app.SubmitAsync("/login", new() { ["name"] = "Ann", ["password"] = "wrong" })));
        Assert.Equal((HttpStatusCode.Unauthorized, Gateway + "/instances"), Where(await app.BrowseAsync(Gateway + "/instances")));
        var token = await RegisterAsync(app);
        app.Authorize(token);
        Assert.Equal((HttpStatusCode.OK, Gateway + "/instances"), Where(await app.BrowseAsync(Gateway + "/instances")));
        Assert.Equal((HttpStatusCode.OK, "/login"), Where(await app.BrowseAsync("/")));

        app.Authorize("");
        var home = await LogInAsync(app);

        Assert.Contains("Hello Ann", home, StringComparison.Ordinal);
        var refused = await app.BrowseAsync(Gateway + "/instances");
        Assert.Equal((HttpStatusCode.Unauthorized, Gateway + "/instances"), Where(refused));
        Assert.Equal("unauthenticated", JsonDocument.Parse(refused.Page).RootElement.GetProperty("code").GetString());
    }

    [Fact]
    public async Task Pages_send_and_receive_in_process_and_programs_with_keys_below_the_prefix()
    {
        await using var app = await HostProcess.StartEmbeddedAsync(_folder);
        await LogInAsync(app);
        await app.PostAsync("/sandbox/phones", new { number = Friend }, HttpStatusCode.Created);

        await app.SubmitAsync("/connect");
        await ScanAsync(app, "15550001", await app.BrowseUntilAsync("/", "alt=\"([^\"]+)\""));
        await app.BrowseUntilAsync("/", "WhatsApp is (CONNECTED)");
        var (status, _, page) = await app.SubmitAsync("/remind", new() { ["to"] = "+" + Friend, ["text"] = "from a page" });
        Assert.Equal((HttpStatusCode.OK, true), (status, page.Contains("is sent", StringComparison.Ordinal)));
        await ShownAsync(app, "from a page");
        await app.PostAsync($"/sandbox/phones/{Friend}/messages", new { to = "15550001", text = "thank you" });
        Assert.Equal(Friend + ": thank you", await app.BrowseUntilAsync("/", "<p>([0-9]+: thank you)</p>"));
        Assert.Equal(HttpStatusCode.BadRequest, (await app.SubmitAsync("/remind", new() { ["to"] = "nobody", ["text"] = "x" })).Status);

        app.Authorize(await RegisterAsync(app));
        var id = (await app.PostAsync(Gateway + "/instances", new { name = "first" }, HttpStatusCode.Created)).GetProperty("id").GetString();
        await app.PostAsync($"{Gateway}/instances/{id}/connect", new { }, HttpStatusCode.Accepted);
        await ScanAsync(app, "15550003", (await app.GetUntilAsync($"{Gateway}/instances/{id}/qr", _ => true)).GetProperty("code").GetString()!);
        await app.GetUntilAsync($"{Gateway}/instances/{id}/status", answer => answer.GetProperty("status").GetString() == "CONNECTED");
        app.Authorize((await app.PostAsync($"{Gateway}/instances/{id}/api-keys", new { name = "test" }, HttpStatusCode.Created)).GetProperty("key").GetString()!);
        await app.PostAsync(Gateway + "/messages/text", new { to = Friend, text = "from a program" });
        await ShownAsync(app, "from a program");
    }

    private static (HttpStatusCode Status, string Path) Where((HttpStatusCode Status, string Path, string Page) seen) => (seen.Status, seen.Path);

    private static async Task<string> LogInAsync(HostProcess app)
    {
        var seen = await app.SubmitAsync("/login", new() { ["name"] = "Ann", ["password"] = "demo" });
        Assert.Equal((HttpStatusCode.OK, "/"), Where(seen));
        return seen.Page;
    }

    private static async Task<string> RegisterAsync(HostProcess app) => (await app.PostAsync(
        Gateway + "/auth/register", new { email = "you@example.com", password = "correct horse", name = "You" }, HttpStatusCode.Created)).GetProperty("token").GetString()!;

    private static async Task ScanAsync(HostProcess app, string number, string code)
    {
        await app.PostAsync("/sandbox/phones", new { number }, HttpStatusCode.Created);
        await app.PostAsync($"/sandbox/phones/{number}/scan", new { code });
    }

    private static Task<JsonElement> ShownAsync(HostProcess app, string text) => app.GetUntilAsync(
        $"/sandbox/phones/{Friend}/messages", inbox => inbox.EnumerateArray().Any(message => message.GetProperty("text").GetString() == text));
}
