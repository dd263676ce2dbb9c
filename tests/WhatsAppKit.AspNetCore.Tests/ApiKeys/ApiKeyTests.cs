using System.Net;
using WhatsAppKit.AspNetCore.ApiKeys;

namespace WhatsAppKit.AspNetCore.Tests.ApiKeys;

public class ApiKeyTests(GatewayFixture gateway)
{
    [Fact]
    public async Task A_key_is_shown_once_and_listed_without_its_secret()
    {
        var tenant = await Tenant.RegisterAsync(gateway.Host);
        var instance = await tenant.CreateInstanceAsync();

        var created = (await tenant.Person.PostAsync($"/api/instances/{instance}/api-keys", new { name = "program" })).Is(HttpStatusCode.Created);
        Assert.Equal(["id", "key", "prefix", "name", "createdAt"], created.Fields);
        Assert.StartsWith(created["prefix"], created["key"], StringComparison.Ordinal);

        // 43 characters of 62 are 256 bits.
        Assert.Matches("^wak_[0-9A-Za-z]{8}_[0-9A-Za-z]{43}$", created["key"]);

        var listed = (await tenant.Person.GetAsync($"/api/instances/{instance}/api-keys")).Is(HttpStatusCode.OK);
        Assert.Equal(["id", "prefix", "name", "createdAt", "permissions", "rateLimit", "isActive", "expiresAt", "lastUsedAt"], listed.Json[0].EnumerateObject().Select(field => field.Name));
        Assert.DoesNotContain(created["key"][13..], listed.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_reaches_its_instance_and_nothing_of_management()
    {
        var tenant = await Tenant.RegisterAsync(gateway.Host);
        var instance = await tenant.CreateInstanceAsync("mine");
        var program = await tenant.ProgramAsync(instance);

        var info = (await program.GetAsync("/api/instance/info")).Is(HttpStatusCode.OK);
        Assert.Equal(["id", "name", "status", "phone"], info.Fields);
        Assert.Equal(instance, info.Id);
        (await program.GetAsync("/api/instances")).IsProblem(HttpStatusCode.Forbidden, "forbidden");
        (await program.PostAsync("/api/instances", new { name = "x" })).IsProblem(HttpStatusCode.Forbidden, "forbidden");
        (await program.PostAsync($"/api/instances/{instance}/api-keys", new { name = "x" })).IsProblem(HttpStatusCode.Forbidden, "forbidden");
    }

    [Fact]
    public async Task Wrong_truncated_and_extended_keys_are_refused()
    {
        var tenant = await Tenant.RegisterAsync(gateway.Host);
        var key = (await tenant.CreateKeyAsync(await tenant.CreateInstanceAsync())).Key;
        var other = (await tenant.CreateKeyAsync(await tenant.CreateInstanceAsync("second"))).Key;
        string[] wrong =
        [
            key[..^1], key + "x", key[..12], key[..13], key.ToLowerInvariant(), key[..^1] + (key[^1] == 'x' ? 'y' : 'x'),
            key[..13] + other[13..], "wak_", "wak_' OR 1=1 --", key + " ", " " + key[1..], key[..20] + "%" + key[21..],
        ];
        foreach (var each in wrong.Where(each => each.Trim() != key))
        {
            (await tenant.Person.With(each).GetAsync("/api/instance/info")).IsProblem(HttpStatusCode.Unauthorized, "unauthenticated");
        }

        (await tenant.Person.With(key).GetAsync("/api/instance/info")).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_revoked_key_and_the_keys_of_a_deleted_instance_are_refused_at_once()
    {
        var tenant = await Tenant.RegisterAsync(gateway.Host);
        var instance = await tenant.CreateInstanceAsync();
        var (id, key) = await tenant.CreateKeyAsync(instance);
        var (_, second) = await tenant.CreateKeyAsync(instance);

        (await tenant.Person.DeleteAsync($"/api/instances/{instance}/api-keys/{id}")).Is(HttpStatusCode.NoContent);
        (await tenant.Person.With(key).GetAsync("/api/instance/info")).IsProblem(HttpStatusCode.Unauthorized, "unauthenticated");
        (await tenant.Person.DeleteAsync($"/api/instances/{instance}/api-keys/{id}")).IsProblem(HttpStatusCode.NotFound, "not-found");
        Assert.DoesNotContain(id, (await tenant.Person.GetAsync($"/api/instances/{instance}/api-keys")).Text, StringComparison.Ordinal);

        (await tenant.Person.DeleteAsync($"/api/instances/{instance}")).Is(HttpStatusCode.NoContent);
        (await tenant.Person.With(second).GetAsync("/api/instance/info")).IsProblem(HttpStatusCode.Unauthorized, "unauthenticated");
    }

    [Fact]
    public async Task An_instance_has_so_many_keys_and_no_more()
    {
        var tenant = await Tenant.RegisterAsync(gateway.Host);
        var (instance, other) = (await tenant.CreateInstanceAsync(), await tenant.CreateInstanceAsync());
        var answers = await Task.WhenAll(Enumerable.Range(0, ApiKeyService.MaxKeys + 5).Select(_ => tenant.Person.PostAsync($"/api/instances/{instance}/api-keys", new { name = "x" })));

        Assert.Equal(ApiKeyService.MaxKeys, answers.Count(answer => answer.Status == HttpStatusCode.Created));
        Assert.All(answers.Where(answer => answer.Status != HttpStatusCode.Created), answer => answer.IsProblem(HttpStatusCode.Conflict, "api-key-limit-reached"));
        var keys = (await tenant.Person.GetAsync($"/api/instances/{instance}/api-keys")).Json;
        Assert.Equal(ApiKeyService.MaxKeys, keys.GetArrayLength());
        (await tenant.Person.PostAsync($"/api/instances/{other}/api-keys", new { name = "x" })).Is(HttpStatusCode.Created);
        (await tenant.Person.DeleteAsync($"/api/instances/{instance}/api-keys/{keys[0].GetProperty("id").GetString()}")).Is(HttpStatusCode.NoContent);
        (await tenant.Person.PostAsync($"/api/instances/{instance}/api-keys", new { name = "x" })).Is(HttpStatusCode.Created);
    }

    [Fact]
    public async Task A_key_is_revoked_through_its_own_instance_only()
    {
        var tenant = await Tenant.RegisterAsync(gateway.Host);
        var instance = await tenant.CreateInstanceAsync();
        var other = await tenant.CreateInstanceAsync("second");
        var (id, key) = await tenant.CreateKeyAsync(instance);

        (await tenant.Person.DeleteAsync($"/api/instances/{other}/api-keys/{id}")).IsProblem(HttpStatusCode.NotFound, "not-found");
        (await tenant.Person.With(key).GetAsync("/api/instance/info")).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_key_sees_its_own_instance_whatever_instance_a_header_names()
    {
        var tenant = await Tenant.RegisterAsync(gateway.Host);
        var instance = await tenant.CreateInstanceAsync();
        var program = await tenant.ProgramAsync(instance);

        program.Headers["X-Instance-Id"] = instance;
        (await program.GetAsync("/api/instance/info")).Is(HttpStatusCode.OK);
        program.Headers["X-Instance-Id"] = await tenant.CreateInstanceAsync("second");
        (await program.GetAsync("/api/instance/info")).IsProblem(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task A_person_names_the_instance_in_a_header()
    {
        var tenant = await Tenant.RegisterAsync(gateway.Host);
        var instance = await tenant.CreateInstanceAsync("mine");

        (await tenant.Person.GetAsync("/api/instance/info")).IsProblem(HttpStatusCode.BadRequest, "invalid-request", "X-Instance-Id");
        tenant.Person.Headers["X-Instance-Id"] = instance;
        Assert.Equal(instance, (await tenant.Person.GetAsync("/api/instance/info")).Is(HttpStatusCode.OK).Id);
        (await tenant.Person.GetAsync("/api/messages")).Is(HttpStatusCode.OK);
        (await tenant.Person.PostAsync("/api/messages/text", new { to = "15550002", text = "x" })).IsProblem(HttpStatusCode.Conflict, "instance-not-paired");
    }
}
