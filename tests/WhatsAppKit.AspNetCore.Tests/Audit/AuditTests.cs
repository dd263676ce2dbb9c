using System.Net;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using WhatsAppKit.AspNetCore.Persistence;

namespace WhatsAppKit.AspNetCore.Tests.Audit;

public class AuditTests(GatewayFixture gateway)
{
    [Fact]
    public async Task Every_act_leaves_an_entry_that_says_who_did_what_and_from_where()
    {
        var tenant = await Tenant.RegisterAsync(gateway.Host);
        var instance = await tenant.CreateInstanceAsync();
        var (key, _) = await tenant.CreateKeyAsync(instance);
        var path = $"/api/instances/{instance}";
        (await tenant.Person.PutAsync($"{path}/api-keys/{key}", new { name = "x", isActive = false })).Is(HttpStatusCode.OK);
        (await tenant.Person.PostAsync($"{path}/api-keys/{key}/rotate")).Is(HttpStatusCode.OK);
        (await tenant.Person.DeleteAsync($"{path}/api-keys/{key}")).Is(HttpStatusCode.NoContent);
        (await tenant.Person.PutAsync(path, new { name = "x" })).Is(HttpStatusCode.OK);
        (await tenant.Person.PostAsync($"{path}/connect")).Is(HttpStatusCode.Accepted);
        (await tenant.Person.PostAsync($"{path}/disconnect")).Is(HttpStatusCode.OK);
        (await tenant.Person.DeleteAsync(path)).Is(HttpStatusCode.NoContent);
        var (user, _, email) = await tenant.CreateUserAsync();
        (await tenant.Person.PutAsync($"/api/users/{user}", new { role = "ADMINISTRATOR" })).Is(HttpStatusCode.OK);
        (await tenant.Person.PostAsync($"/api/users/{user}/deactivate")).Is(HttpStatusCode.OK);
        (await gateway.Host.Anonymous().PostAsync("/api/auth/login", new { email, password = Tenant.Password })).Is(HttpStatusCode.Unauthorized);
        (await tenant.Person.PostAsync($"/api/users/{user}/activate")).Is(HttpStatusCode.OK);
        (await tenant.Person.DeleteAsync($"/api/users/{user}")).Is(HttpStatusCode.NoContent);
        (await gateway.Host.Anonymous().With(GatewayHost.OperatorKey).PutAsync($"/api/admin/subscriptions/{tenant.Subscription}/tier", new { tier = "PRO" })).Is(HttpStatusCode.OK);

        var items = (await tenant.Person.GetAsync("/api/audit?limit=100")).Is(HttpStatusCode.OK).Json.GetProperty("items").EnumerateArray().Reverse().ToArray();
        Assert.Equal(
            [
                "subscription.registered", "instance.created", "api-key.created", "api-key.changed", "api-key.rotated", "api-key.revoked", "instance.renamed",
                "instance.connect-requested", "instance.disconnect-requested", "instance.deleted", "user.created", "login.succeeded", "user.changed",
                "user.deactivated", "login.failed", "user.activated", "user.deleted", "subscription.tier-changed",
            ],
            items.Select(item => item.GetProperty("action").GetString()));
        Assert.All(items, item => Assert.Equal(["id", "at", "action", "actorId", "targetId", "address", "detail"], item.EnumerateObject().Select(each => each.Name)));
        Assert.All(items, item => Assert.Equal("127.0.0.1", item.GetProperty("address").GetString()));
        Assert.Equal([tenant.UserId, tenant.UserId], items[..2].Select(item => item.GetProperty("actorId").GetString()));
        Assert.Equal([tenant.Subscription, instance, key], items[..3].Select(item => item.GetProperty("targetId").GetString()));
        Assert.Equal("tier=PRO", items[^1].GetProperty("detail").GetString());
        Assert.Equal("role=ADMINISTRATOR", items[12].GetProperty("detail").GetString());
    }

    [Fact]
    public async Task Pages_and_filters_cover_every_entry_once()
    {
        var tenant = await Tenant.RegisterAsync(gateway.Host);
        for (var i = 0; i < 6; i++)
        {
            await tenant.CreateInstanceAsync($"i{i}");
        }

        List<string> ids = [];
        var query = "";
        do
        {
            var page = (await tenant.Person.GetAsync("/api/audit?limit=3&action=instance.created" + query)).Is(HttpStatusCode.OK);
            ids.AddRange(page.Json.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()!));
            query = page.Json.GetProperty("nextCursor").GetString() is { } next ? $"&cursor={next}" : "";
        }
        while (query.Length > 0);

        Assert.Equal(6, ids.Distinct().Count());
        Assert.Equal(6, ids.Count);
        Assert.Equal(ids.Select(long.Parse).OrderDescending(), ids.Select(long.Parse));
        Assert.Equal(7, await CountAsync(tenant, $"actorId={tenant.UserId}"));
        Assert.Equal(0, await CountAsync(tenant, "actorId=nobody"));
        Assert.Equal(1, await CountAsync(tenant, $"targetId={tenant.Subscription}"));
        Assert.Equal(7, await CountAsync(tenant, "from=2020-01-01T00:00:00Z"));
        Assert.Equal(0, await CountAsync(tenant, "to=2020-01-01T00:00:00%2B09:00"));
        foreach (var (field, bad) in new[] { ("from", "from=yesterday"), ("to", "to=x"), ("limit", "limit=101"), ("cursor", "cursor=x"), ("action", "action=") })
        {
            (await tenant.Person.GetAsync($"/api/audit?{bad}")).IsProblem(HttpStatusCode.BadRequest, "invalid-request", field);
        }
    }

    [Fact]
    public async Task Entries_can_be_neither_changed_nor_deleted()
    {
        var tenant = await Tenant.RegisterAsync(gateway.Host);
        await using var context = await gateway.Host.Services.GetRequiredService<IDbContextFactory<GatewayDbContext>>().CreateDbContextAsync();
        var own = context.AuditEntries.IgnoreQueryFilters().Where(row => row.SubscriptionId == tenant.Subscription);

        await Assert.ThrowsAsync<SqliteException>(() => own.ExecuteUpdateAsync(set => set.SetProperty(row => row.Action, "nothing")));
        await Assert.ThrowsAsync<SqliteException>(() => own.ExecuteDeleteAsync());

        Assert.Equal("subscription.registered", (await own.SingleAsync()).Action);
    }

    private static async Task<int> CountAsync(Tenant tenant, string query) =>
        (await tenant.Person.GetAsync($"/api/audit?limit=100&{query}")).Is(HttpStatusCode.OK).Json.GetProperty("items").GetArrayLength();
}
