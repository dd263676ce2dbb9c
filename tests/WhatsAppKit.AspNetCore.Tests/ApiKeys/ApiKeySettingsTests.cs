using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using WhatsAppKit.AspNetCore.Persistence;

namespace WhatsAppKit.AspNetCore.Tests.ApiKeys;

public class ApiKeySettingsTests(GatewayFixture gateway)
{
    [Fact]
    public async Task A_key_has_all_permissions_or_those_that_are_named_and_they_can_be_changed()
    {
        var tenant = await Tenant.RegisterAsync(gateway.Host);
        var instance = await tenant.CreateInstanceAsync();
        var (id, key) = await tenant.CreateKeyAsync(instance, new { name = "reader", permissions = new[] { "messages:read" } });
        var path = $"/api/instances/{instance}/api-keys/{id}";
        var program = tenant.Person.With(key);
        (await program.GetAsync("/api/messages")).Is(HttpStatusCode.OK);
        (await program.PostAsync("/api/messages/text", new { to = "15550001", text = "x" })).IsProblem(HttpStatusCode.Forbidden, "permission-missing");
        Assert.Equal("[\"messages:read\"]", (await tenant.Person.GetAsync(path)).Json.GetProperty("permissions").GetRawText());

        var changed = (await tenant.Person.PutAsync(path, new { name = "writer", permissions = new[] { "messages:send" }, isActive = true })).Is(HttpStatusCode.OK);
        Assert.Equal("writer", changed["name"]);
        (await program.GetAsync("/api/messages")).IsProblem(HttpStatusCode.Forbidden, "permission-missing");
        (await program.PostAsync("/api/messages/text", new { to = "15550001", text = "x" })).IsProblem(HttpStatusCode.Conflict, "instance-not-paired");
        (await tenant.Person.PutAsync(path, new { name = "off", isActive = false })).Is(HttpStatusCode.OK);
        (await program.GetAsync("/api/messages")).IsProblem(HttpStatusCode.Unauthorized, "unauthenticated");
        (await tenant.Person.PutAsync(path, new { name = "on", isActive = true })).Is(HttpStatusCode.OK);
        (await program.GetAsync("/api/messages")).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_key_for_everything_may_do_what_is_added_later_too()
    {
        var tenant = await Tenant.RegisterAsync(gateway.Host);
        var instance = await tenant.CreateInstanceAsync();
        var (id, _) = await tenant.CreateKeyAsync(instance);
        await using var context = await gateway.Host.Services.GetRequiredService<IDbContextFactory<GatewayDbContext>>().CreateDbContextAsync(TestContext.Current.CancellationToken);
        Assert.Equal("*", (await context.ApiKeys.IgnoreQueryFilters().SingleAsync(row => row.Id == id, TestContext.Current.CancellationToken)).Permissions);
        var shown = (await tenant.Person.GetAsync($"/api/instances/{instance}/api-keys/{id}")).Json.GetProperty("permissions").EnumerateArray().Select(each => each.GetString());
        Assert.Equal(Contracts.ApiKeys.Permissions.All, shown);
    }

    [Theory]
    [InlineData("permissions", """{"name":"x","isActive":true,"permissions":[]}""")]
    [InlineData("permissions", """{"name":"x","isActive":true,"permissions":["everything"]}""")]
    [InlineData("permissions", """{"name":"x","isActive":true,"permissions":[null]}""")]
    [InlineData("rateLimit", """{"name":"x","isActive":true,"rateLimit":0}""")]
    [InlineData("rateLimit", """{"name":"x","isActive":true,"rateLimit":100001}""")]
    [InlineData("expiresAt", """{"name":"x","isActive":true,"expiresAt":"2020-01-01T00:00:00Z"}""")]
    [InlineData("expiresAt", """{"name":"x","isActive":true,"expiresAt":"tomorrow"}""")]
    [InlineData("name", """{"isActive":true}""")]
    [InlineData("isActive", """{"name":"x"}""")]
    public async Task Bad_settings_name_their_field_and_change_nothing(string field, string body)
    {
        var tenant = await Tenant.RegisterAsync(gateway.Host);
        var instance = await tenant.CreateInstanceAsync();
        var (id, _) = await tenant.CreateKeyAsync(instance);
        var path = $"/api/instances/{instance}/api-keys/{id}";
        var before = (await tenant.Person.GetAsync(path)).Is(HttpStatusCode.OK).Text;
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        (await tenant.Person.SendAsync(HttpMethod.Put, path, content)).IsProblem(HttpStatusCode.BadRequest, "invalid-request", field);
        Assert.Equal(before, (await tenant.Person.GetAsync(path)).Text);
    }

    [Fact]
    public async Task A_key_ends_in_its_time_and_its_use_is_noted_every_five_minutes()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var host = await GatewayHost.StartAsync(time: time);
        var tenant = await Tenant.RegisterAsync(host);
        var instance = await tenant.CreateInstanceAsync();
        var (id, key) = await tenant.CreateKeyAsync(instance, new { name = "x", expiresAt = time.GetUtcNow().AddHours(1).ToOffset(TimeSpan.FromHours(9)) });
        var path = $"/api/instances/{instance}/api-keys/{id}";
        Assert.Equal(JsonValueKind.Null, (await tenant.Person.GetAsync(path)).Json.GetProperty("lastUsedAt").ValueKind);

        List<DateTimeOffset> noted = [];
        for (var i = 0; i < 4; i++)
        {
            (await tenant.Person.With(key).GetAsync("/api/instance/info")).Is(HttpStatusCode.OK);
            noted.Add((await tenant.Person.GetAsync(path)).Json.GetProperty("lastUsedAt").GetDateTimeOffset());
            time.Advance(TimeSpan.FromMinutes(2));
        }

        Assert.Equal([noted[0], noted[0], noted[0], noted[0].AddMinutes(6)], noted);
        time.Advance(TimeSpan.FromMinutes(52));
        (await tenant.Person.With(key).GetAsync("/api/instance/info")).IsProblem(HttpStatusCode.Unauthorized, "unauthenticated");
    }

    [Fact]
    public async Task A_rotated_key_has_a_new_secret_and_the_old_one_works_for_the_grace_that_was_asked()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var host = await GatewayHost.StartAsync(time: time);
        var tenant = await Tenant.RegisterAsync(host);
        var instance = await tenant.CreateInstanceAsync();
        var (id, first) = await tenant.CreateKeyAsync(instance);
        var path = $"/api/instances/{instance}/api-keys/{id}/rotate";

        var second = (await tenant.Person.PostAsync(path, new { graceSeconds = 60 })).Is(HttpStatusCode.OK);
        Assert.Equal(first[..12], second["prefix"]);
        await WorksAsync(tenant, first, true);
        await WorksAsync(tenant, second["key"], true);
        time.Advance(TimeSpan.FromSeconds(60));
        await WorksAsync(tenant, first, false);
        await WorksAsync(tenant, second["key"], true);

        var third = (await tenant.Person.PostAsync(path)).Is(HttpStatusCode.OK)["key"];
        await WorksAsync(tenant, second["key"], false);
        await WorksAsync(tenant, third, true);
        foreach (var graceSeconds in new[] { -1, 604_801 })
        {
            (await tenant.Person.PostAsync(path, new { graceSeconds })).IsProblem(HttpStatusCode.BadRequest, "invalid-request", "graceSeconds");
        }
    }

    private static async Task WorksAsync(Tenant tenant, string key, bool works) =>
        (await tenant.Person.With(key).GetAsync("/api/instance/info")).Is(works ? HttpStatusCode.OK : HttpStatusCode.Unauthorized);
}
