using System.Net;
using WhatsAppKit.Sandbox.Tests;

namespace WhatsAppKit.AspNetCore.Tests.Hosting;

public class RestartTests
{
    [Fact]
    public async Task Pairings_messages_keys_and_tokens_survive_a_restart_on_the_same_data()
    {
        await using var host = await GatewayHost.StartAsync();
        var tenant = await Tenant.RegisterAsync(host);
        var instance = await tenant.PairAsync("15553001");
        var (_, key) = await tenant.CreateKeyAsync(instance);
        var friend = await host.Sandbox.AddPhoneAsync("15553002");
        (await tenant.Person.With(key).PostAsync("/api/messages/text", new { to = "15553002", text = "before" })).Is(HttpStatusCode.OK);
        var before = await tenant.Person.GetAsync("/api/instances");

        await host.StopAsync();
        await friend.SendTextAsync("15553001", "while away");
        await host.StartAsync();

        tenant.Follow();
        var program = tenant.Person.With(key);
        await tenant.StatusAsync(instance, "CONNECTED");
        Assert.Equal(before.Text, (await tenant.Person.GetAsync("/api/instances")).Text);
        (await program.PostAsync("/api/messages/text", new { to = "15553002", text = "after" })).Is(HttpStatusCode.OK);
        await Wait.UntilAsync(() => friend.Messages.Any(message => message.Text == "after"), "the message after the restart");
        var page = await Tenant.UntilAsync(program, "/api/messages", answer => answer.Json.GetProperty("items").GetArrayLength() == 3);
        Assert.Equal(
            ["after", "before", "while away"],
            page.Json.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("text").GetString()).Order());
    }

    [Fact]
    public async Task A_disconnected_instance_stays_disconnected_over_a_restart_and_an_unscanned_one_shows_no_code()
    {
        await using var host = await GatewayHost.StartAsync();
        var tenant = await Tenant.RegisterAsync(host);
        var stopped = await tenant.PairAsync("15553003");
        var kept = await tenant.PairAsync("15553004");
        var unscanned = await tenant.CreateInstanceAsync("unscanned");
        (await tenant.Person.PostAsync($"/api/instances/{unscanned}/connect")).Is(HttpStatusCode.Accepted);
        (await tenant.Person.PostAsync($"/api/instances/{stopped}/disconnect")).Is(HttpStatusCode.OK);

        await host.RestartAsync();

        tenant.Follow();
        await tenant.StatusAsync(kept, "CONNECTED");
        var status = await tenant.Person.GetAsync($"/api/instances/{stopped}/status");
        Assert.Equal("DISCONNECTED", status["status"]);
        Assert.Equal("15553003", status["phone"]);
        Assert.Equal("DISCONNECTED", (await tenant.Person.GetAsync($"/api/instances/{unscanned}/status"))["status"]);
        (await tenant.Person.PostAsync($"/api/instances/{stopped}/connect")).Is(HttpStatusCode.Accepted);
        await tenant.StatusAsync(stopped, "CONNECTED");
    }

    [Fact]
    public async Task Readiness_follows_the_database_and_liveness_does_not()
    {
        await using var host = await GatewayHost.StartAsync();
        var anyone = host.Anonymous();
        Assert.Equal("{\"status\":\"live\"}", (await anyone.GetAsync("/health/live")).Is(HttpStatusCode.OK).Text);
        Assert.Equal("{\"status\":\"ready\"}", (await anyone.GetAsync("/health/ready")).Is(HttpStatusCode.OK).Text);

        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        foreach (var file in Directory.GetFiles(host.DataDirectory, "gateway.db*"))
        {
            File.Delete(file);
        }

        // A connection that was open meanwhile goes back to the pool, and still reads the deleted file.
        var answer = await Tenant.UntilAsync(anyone, "/health/ready", answer =>
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            return answer.Status != HttpStatusCode.OK;
        });
        answer.IsProblem(HttpStatusCode.ServiceUnavailable, "not-ready");
        (await anyone.GetAsync("/health/live")).Is(HttpStatusCode.OK);
    }
}
