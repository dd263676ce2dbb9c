using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using WhatsAppKit.AspNetCore.Auth;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.RateLimiting;
using WhatsAppKit.TestKit;

namespace WhatsAppKit.AspNetCore.Tests.Hosting;

/// <summary>Writes <c>docs/api.md</c> from what is served, and holds every endpoint to declaring what it is.</summary>
public class EndpointInventoryTests(GatewayFixture gateway)
{
    // What rows have, and requests do not say.
    private static readonly string[] OthersToSet =
        ["subscriptionId", "tenantId", "instanceId", "role", "apiKeyHash", "passwordHash", "credentials", "status", "createdAt", "isWanted", "__proto__"];

    private IReadOnlyList<ServedEndpoint> Endpoints => ServedEndpoint.Of(gateway.Host);

    [Fact]
    public void Every_endpoint_says_who_may_call_it_how_often_and_with_what()
    {
        Assert.True(Endpoints.Count >= 38, $"{Endpoints.Count}");
        foreach (var endpoint in Endpoints)
        {
            Assert.True(endpoint.IsOpen != endpoint.Policy is not null, $"{endpoint}: anonymous or a policy, and not both.");
            Assert.NotNull(endpoint.RateLimit);
            Assert.True(endpoint.Permission is null || endpoint.RateLimit == RatePolicy.Key, $"{endpoint}: what takes keys is limited by key.");
            Assert.True(endpoint.Method != HttpMethod.Put || endpoint.Body is not null, $"{endpoint}: a PUT has a body.");
        }

        Assert.Equal(
            ["/api/auth/forgot-password", "/api/auth/login", "/api/auth/logout", "/api/auth/refresh", "/api/auth/register", "/api/auth/reset-password",
                "/api/docs", "/api/docs/{file}", "/api/openapi.json", "/health/live", "/health/ready"],
            Endpoints.Where(endpoint => endpoint.IsOpen).Select(endpoint => endpoint.Route));
    }

    [Fact]
    public void An_endpoint_without_a_limit_or_a_policy_is_not_built()
    {
        var endpoint = new RouteEndpointBuilder(_ => Task.CompletedTask, RoutePatternFactory.Parse("/api/new"), 0);
        Assert.Contains("rate limit", Assert.Throws<InvalidOperationException>(() => EndpointGuard.Enclose(endpoint)).Message, StringComparison.Ordinal);
        endpoint.Metadata.Add(new RateLimitedBy(RatePolicy.Address));
        Assert.Contains("policy", Assert.Throws<InvalidOperationException>(() => EndpointGuard.Enclose(endpoint)).Message, StringComparison.Ordinal);
        endpoint.Metadata.Add(new AuthorizeAttribute(Policies.People));
        EndpointGuard.Enclose(endpoint);
    }

    [Fact]
    public void The_document_lists_what_is_served()
    {
        var text = new StringBuilder()
            .Append("# Endpoints\n\nWritten by the test `EndpointInventoryTests` from the endpoints that are served.\n\n")
            .Append("- **token**: `Authorization: Bearer` with a person's token. **ADMINISTRATOR**: whose role that is.\n")
            .Append("- **key**: `Authorization: Bearer` with an API key that has the permission; or a token and `X-Instance-Id`.\n")
            .Append("- **operator**: `Authorization: Bearer` with the setting `WhatsAppGateway:OperatorKey`.\n")
            .Append("- **limit**: every request counts for its address; `auth` and `key` count besides. All answers say where the caller stands in `RateLimit`.\n")
            .Append("- **body**: JSON with these fields and no others; a field that is unknown, repeated or of another type is a 400 that names it.\n")
            .Append("  Where `media` is a field the body may be `multipart/form-data` with the file in `file`; so is that of `POST /api/media`.\n\n")
            .Append("| endpoint | credential | limit | body | query |\n|---|---|---|---|---|\n");
        foreach (var endpoint in Endpoints)
        {
            text.Append(CultureInfo.InvariantCulture, $"| `{endpoint}` | {Credential(endpoint)} | {Limit(endpoint)} | {Body(endpoint)} | {Codes(endpoint.Query)} |\n");
        }

        PublishedDocument.Publish("docs/api.md", text.ToString());
    }

    [Fact]
    public async Task Every_body_is_read_strictly_and_every_field_of_it_has_a_type()
    {
        var tenant = await Tenant.RegisterAsync(gateway.Host);
        var (_, key) = await tenant.CreateKeyAsync(await tenant.CreateInstanceAsync(), new { name = "tries", rateLimit = 100_000 });
        var program = tenant.Person.With(key);
        foreach (var endpoint in Endpoints.Where(endpoint => endpoint.Body is not null))
        {
            var caller = endpoint.Policy == Policies.Operator ? tenant.Person.With(GatewayHost.OperatorKey) : endpoint.Permission is null ? tenant.Person : program;
            var fields = endpoint.Body!.GetProperties().Where(each => each.PropertyType != typeof(System.Text.Json.JsonElement?)).Select(each => (Name: ServedEndpoint.Camel(each.Name), IsRecord: each.PropertyType.Namespace!.StartsWith("WhatsAppKit", StringComparison.Ordinal) || each.PropertyType == typeof(IReadOnlyDictionary<string, string>)));
            var own = endpoint.Body.GetProperties().Select(each => ServedEndpoint.Camel(each.Name));
            foreach (var (field, isRecord) in fields.Concat(OthersToSet.Except(own).Select(name => (name, false))))
            {
                var body = new JsonObject { [field] = isRecord ? "x" : new JsonObject { ["x"] = new JsonArray() } };
                using var content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
                (await caller.SendAsync(endpoint.Method, Paths.Unknown(endpoint.Route), content)).IsProblem(HttpStatusCode.BadRequest, "invalid-request", field);
            }
        }
    }

    private static string Credential(ServedEndpoint endpoint) => endpoint switch
    {
        { IsOpen: true } => "none",
        { Policy: Policies.People } => "token",
        { Policy: Policies.Administrators } => "token, ADMINISTRATOR",
        { Policy: Policies.Operator } => "operator",
        { Permission: { } permission } => $"key, `{permission}`",
        _ => throw new InvalidOperationException($"{endpoint} has the policy {endpoint.Policy}, which this document does not know."),
    };

    private static string Limit(ServedEndpoint endpoint) => endpoint.RateLimit!.Value.ToString().ToLowerInvariant();

    private static string Body(ServedEndpoint endpoint) =>
        endpoint.Body is null ? "" : $"{endpoint.Body.Name}: {Codes(endpoint.Body.GetProperties().Select(each => ServedEndpoint.Camel(each.Name)))}";

    private static string Codes(IEnumerable<string> names) => string.Join(", ", names.Select(name => $"`{name}`"));
}
