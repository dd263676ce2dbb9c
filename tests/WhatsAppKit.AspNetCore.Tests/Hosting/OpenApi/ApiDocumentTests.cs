using System.Net;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using WhatsAppKit.AspNetCore.Hosting.OpenApi;
using WhatsAppKit.TestKit;

namespace WhatsAppKit.AspNetCore.Tests.Hosting.OpenApi;

/// <summary>Writes <c>docs/openapi.json</c> from what is served, and holds it to being whole and to breaking nobody.</summary>
public class ApiDocumentTests(GatewayFixture gateway)
{
    private static readonly JsonSerializerOptions Written = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public async Task The_document_is_the_committed_one() =>
        PublishedDocument.Publish("docs/openapi.json", (await DocumentAsync()).ToJsonString(Written) + "\n");

    [Fact]
    public async Task Every_endpoint_is_described_with_its_body_answers_problems_credential_and_examples()
    {
        var document = await DocumentAsync();
        Assert.Equal("3.1", document["openapi"]!.GetValue<string>()[..3]);
        foreach (var endpoint in ServedEndpoint.Of(gateway.Host).Where(each => !each.IsHub))
        {
            var operation = document["paths"]![endpoint.Route]?[endpoint.Method.Method.ToLowerInvariant()];
            Assert.True(operation is not null, $"{endpoint} is not described.");
            Assert.False(string.IsNullOrEmpty(operation["operationId"]?.GetValue<string>()), $"{endpoint} has no name.");
            Assert.False(string.IsNullOrEmpty(operation["summary"]?.GetValue<string>()), $"{endpoint} has no summary.");
            Assert.NotEmpty(operation["tags"]!.AsArray());
            Assert.True(endpoint.IsOpen != operation["security"] is JsonArray { Count: > 0 }, $"{endpoint} does not say who may call it.");
            Assert.True(endpoint.Body is null || operation["requestBody"] is not null, $"{endpoint} does not describe its body.");
            Assert.True(endpoint.Body is null || RequestExamples.Find(endpoint.Body.Name) is not null, $"{endpoint.Body?.Name} has no example: add it to RequestExamples.");
            AssertAnswers(endpoint, operation, document);
        }
    }

    [Fact]
    public async Task Every_type_says_what_each_of_its_fields_is()
    {
        var document = await DocumentAsync();
        var nameless = from schema in document["components"]!["schemas"]!.AsObject()
                       from property in schema.Value!["properties"]?.AsObject() ?? []
                       where property.Value!["$ref"] is null && property.Value["oneOf"] is null && string.IsNullOrEmpty(property.Value["description"]?.GetValue<string>())
                       select $"{schema.Key}.{property.Key}";
        Assert.Empty(nameless);
    }

    /// <summary>
    /// The baseline is the document of the last release. It is renewed with a release only, by copying <c>docs/openapi.json</c> over
    /// <c>docs/openapi-baseline.json</c>; before the first release, also by a change that adds and takes nothing away. A finding here
    /// is a change that older clients notice: it needs another path or an optional field, not another baseline.
    /// </summary>
    [Fact]
    public async Task What_was_promised_before_still_holds() =>
        Assert.Empty(BreakingChanges.Between(JsonNode.Parse(PublishedDocument.Read("docs/openapi-baseline.json"))!, await DocumentAsync()));

    [Fact]
    public async Task The_document_and_its_page_are_served_only_where_the_settings_say_so()
    {
        (await gateway.Host.Anonymous().GetAsync("/api/openapi.json")).IsProblem(HttpStatusCode.NotFound, "not-found");
        (await gateway.Host.Anonymous().GetAsync("/api/docs/index.html")).IsProblem(HttpStatusCode.NotFound, "not-found");
        await using var open = await GatewayHost.StartAsync(new() { ["WhatsAppGateway:PublishApiDocument"] = "true" });
        var served = (await open.Anonymous().GetAsync("/api/openapi.json")).Is(HttpStatusCode.OK);
        Assert.Equal("application/json", served.ContentType!.MediaType);
        Assert.Equal((await DocumentAsync()).ToJsonString(), JsonNode.Parse(served.Text)!.ToJsonString());
        var page = (await open.Anonymous().GetAsync("/api/docs/index.html")).Is(HttpStatusCode.OK);
        Assert.Equal("text/html", page.ContentType!.MediaType);
        Assert.Contains("swagger-ui", page.Text, StringComparison.Ordinal);
        (await open.Anonymous().GetAsync("/api/docs/nothing.html")).IsProblem(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public void A_problem_that_is_not_declared_fails_whatever_test_sees_it()
    {
        var undeclared = new Answer(HttpStatusCode.Conflict, """{"code": "email-taken"}""", new("application/problem+json"), null);
        Assert.ThrowsAny<Exception>(() => DeclaredProblems.Check(HttpMethod.Get, "/whatsapp/api/contacts/blocked?limit=1", undeclared));
        DeclaredProblems.Check(HttpMethod.Post, "/api/auth/register", undeclared);
        DeclaredProblems.Check(HttpMethod.Get, "/shop/orders", undeclared);
    }

    private static void AssertAnswers(ServedEndpoint endpoint, JsonNode operation, JsonNode document)
    {
        var answers = operation["responses"]!.AsObject();
        Assert.Contains(answers, answer => answer.Key[0] is '2' or '3' || endpoint.Route.StartsWith("/api/docs", StringComparison.Ordinal));
        Assert.NotNull(answers["429"]);
        Assert.NotNull(answers["500"]);
        Assert.True(endpoint.IsOpen || (answers["401"] is not null && answers["403"] is not null), $"{endpoint} does not say how it refuses strangers.");
        var contents = answers.Select(answer => Resolved(answer.Value!, document)["content"]).Append(operation["requestBody"]?["content"]).OfType<JsonObject>().SelectMany(each => each);
        foreach (var (mediaType, content) in contents)
        {
            if (mediaType.EndsWith("json", StringComparison.Ordinal))
            {
                Assert.True(content!["example"] is not null || content["examples"] is JsonObject { Count: > 0 }, $"{endpoint} has no example of {mediaType}.");
                Assert.True(content["schema"] is not null, $"{endpoint} has no schema of {mediaType}.");
            }
        }
    }

    private static JsonNode Resolved(JsonNode answer, JsonNode document) => answer["$ref"]?.GetValue<string>() is { } reference
        ? document["components"]!["responses"]![reference[(reference.LastIndexOf('/') + 1)..]]!
        : answer;

    private async Task<JsonNode> DocumentAsync() => JsonNode.Parse(await ServedDocument.OfAsync(gateway.Host))!;
}
