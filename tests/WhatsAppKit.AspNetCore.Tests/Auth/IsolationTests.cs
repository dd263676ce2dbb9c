using System.Buffers.Text;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using WhatsAppKit.AspNetCore.Auth;
using WhatsAppKit.AspNetCore.Hosting.OpenApi;

namespace WhatsAppKit.AspNetCore.Tests.Auth;

/// <summary>Calls every route that is served with every wrong credential, so that a new one is tested the day it is added.</summary>
public class IsolationTests(GatewayFixture gateway)
{
    private const string NobodysId = "abcdefghijklmnopqrstuvwx";

    private IEnumerable<ServedEndpoint> Closed => ServedEndpoint.Of(gateway.Host).Where(endpoint => !endpoint.IsOpen);

    [Fact]
    public async Task Without_a_valid_credential_every_endpoint_answers_401_before_it_looks_at_the_request()
    {
        var tenant = await Tenant.RegisterAsync(gateway.Host);
        var instance = await tenant.CreateInstanceAsync();
        var (_, key) = await tenant.CreateKeyAsync(instance);
        var (leaver, ended, _) = await tenant.CreateUserAsync("ADMINISTRATOR");
        (await tenant.Person.DeleteAsync($"/api/users/{leaver}")).Is(HttpStatusCode.NoContent);
        string?[] credentials =
        [
            null, "garbage", "a.b.c", Forged(tenant, claims => claims["exp"] = DateTimeOffset.UtcNow.AddMinutes(-5).ToUnixTimeSeconds()), AlgNone(tenant),
            Forged(tenant, claims => claims["sid"] = NobodysId), Forged(tenant, claims => claims["sub"] = NobodysId),
            Forged(tenant, claims => claims["sub_id"] = NobodysId), Forged(tenant, claims => claims.Remove("sid")), ended.Credential, key[..^1] + "!",
            GatewayHost.OperatorKey + "x", "wko_",
        ];
        (await tenant.Person.With(Forged(tenant, _ => { })).GetAsync("/api/instances")).Is(HttpStatusCode.OK);
        foreach (var endpoint in Closed)
        {
            foreach (var credential in credentials)
            {
                using var garbage = new StringContent("{{{");
                var content = endpoint.Method == HttpMethod.Get || endpoint.Method == HttpMethod.Delete ? null : garbage;
                (await tenant.Person.With(credential).SendAsync(endpoint.Method, Paths.Unknown(endpoint.Route), content))
                    .IsProblem(HttpStatusCode.Unauthorized, "unauthenticated");
            }
        }
    }

    [Fact]
    public async Task A_credential_of_another_kind_or_rank_is_refused_by_every_endpoint()
    {
        var tenant = await Tenant.RegisterAsync(gateway.Host);
        var instance = await tenant.CreateInstanceAsync();
        var (id, key) = await tenant.CreateKeyAsync(instance);
        var (userId, user, _) = await tenant.CreateUserAsync();
        foreach (var endpoint in Closed)
        {
            var path = Paths.Of(endpoint.Route, instance, id, userId, tenant.Subscription);
            if (endpoint.Permission is null)
            {
                (await CallAsync(tenant.Person.With(key), endpoint, path)).IsProblem(HttpStatusCode.Forbidden, "forbidden");
            }
            else
            {
                await LacksAsync(tenant, instance, endpoint, path);
            }

            if (endpoint.Policy == Policies.Administrators)
            {
                (await CallAsync(user, endpoint, path)).IsProblem(HttpStatusCode.Forbidden, "administrator-needed");
            }

            var stranger = endpoint.Policy == Policies.Operator ? tenant.Person : tenant.Person.With(GatewayHost.OperatorKey);
            (await CallAsync(stranger, endpoint, path)).IsProblem(HttpStatusCode.Forbidden, "forbidden");
        }
    }

    [Fact]
    public async Task What_belongs_to_another_subscription_looks_like_what_does_not_exist()
    {
        var owner = await Tenant.RegisterAsync(gateway.Host);
        var stranger = await Tenant.RegisterAsync(gateway.Host);
        var instance = await owner.CreateInstanceAsync();
        var (key, secret) = await owner.CreateKeyAsync(instance);
        var (userId, user, _) = await owner.CreateUserAsync();
        var hook = (await owner.Person.PostAsync("/api/webhooks", new { url = "https://example.com/" })).Is(HttpStatusCode.Created).Json.GetProperty("webhook").GetProperty("id").GetString()!;
        var foreignKey = await stranger.ProgramAsync(await stranger.CreateInstanceAsync());
        var tested = 0;
        foreach (var endpoint in Closed.Where(each => each.Policy != Policies.Operator && !each.IsHub && (each.NamesSomething || each.Permission is not null)))
        {
            tested++;
            foreach (var caller in endpoint.Permission is null ? [stranger.Person] : new[] { stranger.Person, foreignKey })
            {
                caller.Headers["X-Instance-Id"] = instance;
                var foreign = await CallAsync(caller, endpoint, Paths.Of(endpoint.Route, instance, key, userId, owner.Subscription, hook));
                caller.Headers["X-Instance-Id"] = NobodysId;
                var unknown = await CallAsync(caller, endpoint, Paths.Unknown(endpoint.Route));
                foreign.IsProblem(HttpStatusCode.NotFound, "not-found");
                Assert.Equal(unknown.Comparable, foreign.Comparable);
            }
        }

        Assert.True(tested >= 140, $"{tested}");

        // Nothing of it left a mark.
        Assert.Equal("first", (await owner.Person.GetAsync($"/api/instances/{instance}")).Is(HttpStatusCode.OK)["name"]);
        Assert.Equal("DISCONNECTED", (await owner.Person.GetAsync($"/api/instances/{instance}/status"))["status"]);
        (await owner.Person.With(secret).GetAsync("/api/instance/info")).Is(HttpStatusCode.OK);
        (await user.GetAsync("/api/auth/me")).Is(HttpStatusCode.OK);
        Assert.Equal("https://example.com/", (await owner.Person.GetAsync($"/api/webhooks/{hook}")).Is(HttpStatusCode.OK)["url"]);
    }

    [Fact]
    public async Task Lists_show_what_is_ones_own_and_nothing_else()
    {
        var owner = await Tenant.RegisterAsync(gateway.Host);
        var stranger = await Tenant.RegisterAsync(gateway.Host);
        var instance = await owner.CreateInstanceAsync();
        var (userId, _, _) = await owner.CreateUserAsync();
        foreach (var endpoint in Closed.Where(each => each.Method == HttpMethod.Get && !each.NamesSomething && each.Permission is null && each.Policy != Policies.Operator))
        {
            var text = (await stranger.Person.GetAsync(endpoint.Route)).Is(HttpStatusCode.OK).Text;
            Assert.All([instance, userId, owner.Subscription, owner.UserId, owner.Email], id => Assert.DoesNotContain(id, text, StringComparison.Ordinal));
        }

        var key = await owner.ProgramAsync(instance);
        key.Headers["X-Instance-Id"] = await owner.CreateInstanceAsync("second");
        foreach (var endpoint in Closed.Where(each => each.Permission is not null && !each.IsHub))
        {
            (await CallAsync(key, endpoint, Paths.Unknown(endpoint.Route))).IsProblem(HttpStatusCode.NotFound, "not-found");
        }
    }

    [Fact]
    public async Task A_key_that_may_only_read_changes_nothing()
    {
        var tenant = await Tenant.RegisterAsync(gateway.Host);
        var instance = await tenant.CreateInstanceAsync();
        var reading = Contracts.ApiKeys.Permissions.All.Where(each => each.EndsWith(":read", StringComparison.Ordinal));
        var (_, key) = await tenant.CreateKeyAsync(instance, new { name = "reads", permissions = reading, rateLimit = 10_000 });
        var open = new List<string>();
        foreach (var endpoint in Closed.Where(each => each.Method != HttpMethod.Get))
        {
            var answer = await CallAsync(tenant.Person.With(key), endpoint, Paths.Unknown(endpoint.Route));
            if (answer.Status != HttpStatusCode.Forbidden)
            {
                open.Add(endpoint.ToString());
            }
        }

        // Questions that are too long for a query, or are put to the phone.
        Assert.Equal(
            [
                "POST /api/business/orders/read", "POST /api/channels/resolve", "POST /api/channels/{id}/watch", "POST /api/contacts/check",
                "POST /api/contacts/link/resolve", "POST /api/events/hub/negotiate", "POST /api/groups/join/info", "POST /api/groups/{id}/invitations/info",
                "POST /api/history/request", "POST /api/history/request-full",
            ],
            open);
    }

    /// <summary>A key with every permission but the one that is needed.</summary>
    private static async Task LacksAsync(Tenant tenant, string instance, ServedEndpoint endpoint, string path)
    {
        var others = Contracts.ApiKeys.Permissions.All.Where(each => each != endpoint.Permission);
        var (id, key) = await tenant.CreateKeyAsync(instance, new { name = "lacks one", permissions = others });
        var answer = (await CallAsync(tenant.Person.With(key), endpoint, path)).IsProblem(HttpStatusCode.Forbidden, "permission-missing");
        Assert.Contains(endpoint.Permission!, answer["detail"], StringComparison.Ordinal);

        // There are more endpoints than an instance may have keys.
        (await tenant.Person.DeleteAsync($"/api/instances/{instance}/api-keys/{id}")).Is(HttpStatusCode.NoContent);
    }

    private static Task<Answer> CallAsync(Caller caller, ServedEndpoint endpoint, string path) =>
        caller.SendAsync(endpoint.Method, path, endpoint.Body is null ? null : JsonContent.Create(RequestExamples.Find(endpoint.Body.Name) ?? throw new InvalidOperationException($"{endpoint.Body.Name} has no example.")));

    private static string Forged(Tenant tenant, Action<JsonObject> change)
    {
        var parts = tenant.Person.Credential!.Split('.');
        var claims = JsonNode.Parse(Base64Url.DecodeFromChars(parts[1]))!.AsObject();
        change(claims);
        var text = $"{parts[0]}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims.ToJsonString()))}";
        return $"{text}.{Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(GatewayHost.SigningKey), Encoding.ASCII.GetBytes(text)))}";
    }

    private static string AlgNone(Tenant tenant) =>
        $"{Base64Url.EncodeToString("""{"alg":"none","typ":"JWT"}"""u8)}.{tenant.Person.Credential!.Split('.')[1]}.";
}
