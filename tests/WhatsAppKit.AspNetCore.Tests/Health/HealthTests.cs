using System.Net;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using WhatsAppKit.AspNetCore.Health;

namespace WhatsAppKit.AspNetCore.Tests.Health;

public class HealthTests
{
    private static readonly string[] Names =
    [
        "whatsappkit.connections", "whatsappkit.database", "whatsappkit.host", "whatsappkit.queue", "whatsappkit.sessions", "whatsappkit.storage",
    ];

    [Fact]
    public async Task The_operator_is_told_of_each_dependency_and_others_only_whether_the_gateway_is_ready()
    {
        await using var host = await GatewayHost.StartAsync();
        var tenant = await Tenant.RegisterAsync(host);
        await tenant.PairAsync("15558001");
        var report = (await OperatorAsync(host)).Is(HttpStatusCode.OK);
        Assert.Equal("healthy", report["status"]);
        var entries = report.Json.GetProperty("entries");
        Assert.Equal(Names, entries.EnumerateObject().Select(entry => entry.Name).Order(StringComparer.Ordinal));
        Assert.All(entries.EnumerateObject(), entry => Assert.Equal("healthy", entry.Value.GetProperty("status").GetString()));
        Assert.All(entries.EnumerateObject(), entry => Assert.True(entry.Value.GetProperty("durationMilliseconds").GetDouble() >= 0));
        Assert.Equal(1, entries.GetProperty("whatsappkit.connections").GetProperty("numbers").GetProperty("CONNECTED").GetInt64());
        Assert.Equal(0, entries.GetProperty("whatsappkit.queue").GetProperty("numbers").GetProperty("messages").GetInt64());
        Assert.True(entries.GetProperty("whatsappkit.storage").GetProperty("numbers").GetProperty("freeBytes").GetInt64() > 0);
        Assert.DoesNotContain(host.DataDirectory, report.Text, StringComparison.Ordinal);

        (await host.Anonymous().GetAsync("/health")).IsProblem(HttpStatusCode.Unauthorized, "unauthenticated");
        (await tenant.Person.GetAsync("/health")).IsProblem(HttpStatusCode.Forbidden, "forbidden");
        Assert.Equal("""{"status":"ready"}""", (await host.Anonymous().GetAsync("/health/ready")).Is(HttpStatusCode.OK).Text);
        Assert.Equal("""{"status":"live"}""", (await host.Anonymous().GetAsync("/health/live")).Is(HttpStatusCode.OK).Text);
    }

    [Fact]
    public async Task Without_a_database_that_answers_the_gateway_lives_and_is_not_ready()
    {
        await using var host = await GatewayHost.StartAsync(new() { ["WhatsAppGateway:Health:ShowDetails"] = "true" });
        await using (var database = new SqliteConnection($"Data Source={Path.Combine(host.DataDirectory, "gateway.db")}"))
        {
            await database.OpenAsync(TestContext.Current.CancellationToken);
            await using var breaking = new SqliteCommand("ALTER TABLE Subscriptions RENAME TO Gone", database);
            await breaking.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        (await host.Anonymous().GetAsync("/health/ready")).IsProblem(HttpStatusCode.ServiceUnavailable, "not-ready");
        (await host.Anonymous().GetAsync("/health/live")).Is(HttpStatusCode.OK);
        var report = (await host.Anonymous().GetAsync("/health")).Is(HttpStatusCode.ServiceUnavailable);
        Assert.Equal(("unhealthy", "unhealthy", "healthy"), (report["status"], StatusOf(report, "database"), StatusOf(report, "storage")));
        Assert.DoesNotContain("SQL", report.Text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Without_a_place_for_files_the_gateway_is_not_ready_until_it_is_back()
    {
        await using var host = await GatewayHost.StartAsync();
        var elsewhere = host.DataDirectory + "-moved";
        Directory.Move(host.DataDirectory, elsewhere);
        try
        {
            Assert.Equal("unhealthy", StatusOf((await OperatorAsync(host)).Is(HttpStatusCode.ServiceUnavailable), "storage"));
            (await host.Anonymous().GetAsync("/health/ready")).IsProblem(HttpStatusCode.ServiceUnavailable, "not-ready");
        }
        finally
        {
            Directory.Move(elsewhere, host.DataDirectory);
        }

        (await host.Anonymous().GetAsync("/health/ready")).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task From_the_moment_the_host_is_asked_to_stop_it_is_not_ready_and_still_answers()
    {
        await using var host = await GatewayHost.StartAsync();
        (await host.Anonymous().GetAsync("/health/ready")).Is(HttpStatusCode.OK);
        host.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        (await host.Anonymous().GetAsync("/health/ready")).IsProblem(HttpStatusCode.ServiceUnavailable, "not-ready");
        (await host.Anonymous().GetAsync("/health/live")).Is(HttpStatusCode.OK);
        Assert.Equal("unhealthy", StatusOf(await OperatorAsync(host), "host"));
    }

    [Fact]
    public async Task A_check_of_the_application_with_the_gateways_tag_counts_and_one_without_does_not()
    {
        await using var host = await GatewayHost.StartAsync(also: services => services.AddHealthChecks()
            .AddCheck("shop", () => HealthCheckResult.Unhealthy(), tags: ["shop"])
            .AddCheck("proxy", () => throw new InvalidOperationException("password=secret"), tags: [GatewayHealth.Tag]));
        var report = (await OperatorAsync(host)).Is(HttpStatusCode.ServiceUnavailable);
        Assert.Equal([.. Names.Append("proxy").Order(StringComparer.Ordinal)], report.Json.GetProperty("entries").EnumerateObject().Select(entry => entry.Name).Order(StringComparer.Ordinal));
        Assert.DoesNotContain("password", report.Text, StringComparison.Ordinal);
    }

    private static Task<Answer> OperatorAsync(GatewayHost host) => host.Anonymous().With(GatewayHost.OperatorKey).GetAsync("/health");

    private static string? StatusOf(Answer report, string name) =>
        report.Json.GetProperty("entries").GetProperty("whatsappkit." + name).GetProperty("status").GetString();
}
