using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace WhatsAppKit.AspNetCore.Tests.Auth;

/// <summary>Goes through the routes that are served, so that a new one is tested the day it is added.</summary>
public class TenantIsolationTests(GatewayFixture gateway)
{
    private const string Unknown = "abcdefghijklmnopqrstuvwx";

    private IEnumerable<(HttpMethod Method, string Route, RouteEndpoint Endpoint)> Endpoints =>
        from endpoint in gateway.Host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods
        select (new HttpMethod(method), endpoint.RoutePattern.RawText!, endpoint);

    [Fact]
    public void Every_endpoint_says_who_may_call_it()
    {
        Assert.True(Endpoints.Count() >= 19);
        foreach (var (method, route, endpoint) in Endpoints)
        {
            var isOpen = endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null;
            Assert.True(isOpen || endpoint.Metadata.GetMetadata<IAuthorizeData>()?.Policy is not null, $"{method} {route}");
            Assert.Equal(route.StartsWith("/health/", StringComparison.Ordinal) || route.StartsWith("/api/auth/", StringComparison.Ordinal), isOpen);
        }
    }

    [Fact]
    public async Task Without_a_credential_every_endpoint_answers_401_before_it_looks_at_the_request()
    {
        foreach (var (method, route, _) in Endpoints.Where(each => each.Endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null))
        {
            using var garbage = new StringContent("{{{");
            var content = method == HttpMethod.Get || method == HttpMethod.Delete ? null : garbage;
            (await gateway.Host.Anonymous().SendAsync(method, Path(route, Unknown, Unknown), content)).IsProblem(HttpStatusCode.Unauthorized, "unauthenticated");
        }
    }

    [Fact]
    public async Task What_belongs_to_another_tenant_looks_like_what_does_not_exist()
    {
        var owner = await Tenant.RegisterAsync(gateway.Host);
        var stranger = await Tenant.RegisterAsync(gateway.Host);
        var instance = await owner.CreateInstanceAsync();
        var (key, secret) = await owner.CreateKeyAsync(instance);
        var tested = 0;
        foreach (var (method, route, _) in Endpoints.Where(each => each.Route.Contains("{id}", StringComparison.Ordinal)))
        {
            tested++;
            var foreign = await CallAsync(stranger.Person, method, Path(route, instance, key));
            var unknown = await CallAsync(stranger.Person, method, Path(route, Unknown, Unknown));
            foreign.IsProblem(HttpStatusCode.NotFound, "not-found");
            Assert.Equal(unknown.Comparable, foreign.Comparable);
        }

        Assert.Equal(10, tested);
        foreach (var path in new[] { "/api/instance/info", "/api/messages" })
        {
            stranger.Person.Headers["X-Instance-Id"] = instance;
            var foreign = (await stranger.Person.GetAsync(path)).IsProblem(HttpStatusCode.NotFound, "not-found");
            stranger.Person.Headers["X-Instance-Id"] = Unknown;
            Assert.Equal((await stranger.Person.GetAsync(path)).Comparable, foreign.Comparable);
        }

        stranger.Person.Headers["X-Instance-Id"] = instance;
        (await stranger.Person.PostAsync("/api/messages/text", new { to = "15550001", text = "x" })).IsProblem(HttpStatusCode.NotFound, "not-found");
        stranger.Person.Headers.Clear();
        Assert.Equal("[]", (await stranger.Person.GetAsync("/api/instances")).Text);

        // Nothing of it left a mark.
        Assert.Equal("first", (await owner.Person.GetAsync($"/api/instances/{instance}")).Is(HttpStatusCode.OK)["name"]);
        Assert.Equal("DISCONNECTED", (await owner.Person.GetAsync($"/api/instances/{instance}/status"))["status"]);
        (await owner.Person.With(secret).GetAsync("/api/instance/info")).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_key_of_one_subscription_does_not_open_another_ones_instance()
    {
        var owner = await Tenant.RegisterAsync(gateway.Host);
        var stranger = await Tenant.RegisterAsync(gateway.Host);
        var program = await stranger.ProgramAsync(await stranger.CreateInstanceAsync());
        program.Headers["X-Instance-Id"] = await owner.CreateInstanceAsync();

        (await program.GetAsync("/api/messages")).IsProblem(HttpStatusCode.NotFound, "not-found");
    }

    private static string Path(string route, string id, string keyId) =>
        route.Replace("{id}", id, StringComparison.Ordinal).Replace("{keyId}", keyId, StringComparison.Ordinal);

    private static Task<Answer> CallAsync(Caller caller, HttpMethod method, string path) =>
        caller.SendAsync(method, path, method == HttpMethod.Put || path.EndsWith("/api-keys", StringComparison.Ordinal) && method == HttpMethod.Post
            ? JsonContent.Create(new { name = "taken over" })
            : null);
}
