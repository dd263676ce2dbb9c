using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using WhatsAppKit.AspNetCore.Auth;
using WhatsAppKit.Contracts;

namespace WhatsAppKit.AspNetCore.Tests.Hosting.OpenApi;

/// <summary>Nothing gets in by a field that is not declared, and nothing gets out that is a secret: for every operation of the document.</summary>
public class StrictFieldTests(GatewayFixture gateway)
{
    private static readonly string[] SecretWords =
        ["secret", "token", "password", "hash", "credential", "private", "key", "seal", "salt", "cookie", "noise", "identity", "prekey", "session", "jwt", "authorization"];

    /// <summary>The fields that sound like secrets: what is handed out to whoever asked for it, once; and what is none.</summary>
    private static readonly Dictionary<string, string[]> Shown = new()
    {
        ["AuthResponse.token"] = ["ChangePassword", "Login", "Refresh", "Register"],
        ["AuthResponse.refreshToken"] = ["ChangePassword", "Login", "Refresh", "Register"],
        ["AuthResponse.refreshTokenExpiresAt"] = ["ChangePassword", "Login", "Refresh", "Register"],
        ["CreatedApiKeyResponse.key"] = ["CreateApiKey", "RotateApiKey"],
        ["QuickReplyResponse.keywords"] = ["CreateQuickReply", "ListQuickReplies", "UpdateQuickReply"],
        ["WebhookSecretResponse.secret"] = ["CreateInstanceWebhook", "CreateWebhook", "RotateWebhookSecret"],
        ["WebhookResponse.previousSecretUntil"] =
            ["CreateInstanceWebhook", "CreateWebhook", "GetWebhook", "ListInstanceWebhooks", "ListWebhooks", "RotateWebhookSecret", "UpdateWebhook"],
    };

    [Fact]
    public async Task An_unknown_field_is_refused_in_what_lies_within_a_body_too()
    {
        var document = await DocumentAsync();
        var tenant = await Tenant.RegisterAsync(gateway.Host);
        var program = await tenant.ProgramAsync(await tenant.CreateInstanceAsync());
        var tested = new HashSet<string>();
        foreach (var endpoint in ServedEndpoint.Of(gateway.Host).Where(each => each.Body is not null))
        {
            var caller = endpoint.Policy == Policies.Operator ? tenant.Person.With(GatewayHost.OperatorKey) : endpoint.Permission is null ? tenant.Person : program;
            foreach (var (path, body) in Within(OperationOf(endpoint, document)!["requestBody"]!["content"]!["application/json"]!["schema"]!, document))
            {
                using var content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
                (await caller.SendAsync(endpoint.Method, Paths.Unknown(endpoint.Route), content)).IsProblem(HttpStatusCode.BadRequest, "invalid-request", path);
                tested.Add(path);
            }
        }

        Assert.Subset(tested, new HashSet<string> { "media.subscriptionId", "contacts[0].subscriptionId", "messages[0].subscriptionId" });
    }

    [Fact]
    public async Task Every_body_is_read_by_the_gateway_itself()
    {
        var document = await DocumentAsync();
        foreach (var endpoint in ServedEndpoint.Of(gateway.Host).Where(each => !each.IsHub))
        {
            // An upload is a form, which is read part by part.
            Assert.True(
                endpoint.Body is not null == OperationOf(endpoint, document)!["requestBody"] is not null || endpoint.Route == "/api/media",
                $"{endpoint} takes a body that is neither JsonBody nor MediaBody.");
        }
    }

    [Fact]
    public async Task No_answer_has_a_secret_but_those_that_are_handed_out_once()
    {
        var document = await DocumentAsync();
        var found = new SortedDictionary<string, SortedSet<string>>(StringComparer.Ordinal);
        var free = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var operation in document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject()).Select(each => each.Value!))
        {
            var contents = operation["responses"]!.AsObject().Where(answer => answer.Key[0] == '2').SelectMany(answer => answer.Value!["content"]?.AsObject() ?? []);
            foreach (var content in contents)
            {
                Collect(content.Value!["schema"]!, "", operation["operationId"]!.GetValue<string>(), document, found, free, []);
            }
        }

        Assert.Equal(Shown.Select(Line).Order(StringComparer.Ordinal), found.Select(each => Line(new(each.Key, [.. each.Value]))));

        // The document itself, what the browser gives to the passkey, and what an event tells: that has a record for each type.
        Assert.Equal(["GetApiDocument", "GetInstancePasskey.options", "ListEvents.data"], free);
    }

    [Fact]
    public void Answers_and_the_data_of_events_are_types_of_the_contract()
    {
        var contract = typeof(ProblemCodes).Assembly;
        var answers = from endpoint in gateway.Host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
                      from answer in endpoint.Metadata.GetOrderedMetadata<IProducesResponseTypeMetadata>()
                      let type = answer.Type ?? typeof(void)
                      where type != typeof(void) && type != typeof(ProblemDetails)
                      select (Route: endpoint.RoutePattern.RawText!, Type: type.IsGenericType ? type.GetGenericArguments()[0] : type);
        var byPlace = answers.ToLookup(answer => answer.Type.Assembly == contract);
        Assert.True(byPlace[true].Count() > 100, $"{byPlace[true].Count()}");
        // Lists of ids, the document, and text.
        Assert.Equal(["/api/labels/{labelId}/chats", "/api/openapi.json", "/metrics"], byPlace[false].Select(answer => answer.Route).Distinct().Order(StringComparer.Ordinal));
        var told = contract.GetTypes().Where(type => type.Namespace == "WhatsAppKit.Contracts.Events" && type.IsPublic)
            .SelectMany(type => type.GetProperties().Select(property => property.Name));
        Assert.DoesNotContain(told, IsSecret);
    }

    private static string Line(KeyValuePair<string, string[]> field) => $"{field.Key}: {string.Join(", ", field.Value)}";

    private static bool IsSecret(string field) => SecretWords.Any(word => field.Contains(word, StringComparison.OrdinalIgnoreCase));

    private static JsonNode? OperationOf(ServedEndpoint endpoint, JsonNode document) =>
        document["paths"]![endpoint.Route]![endpoint.Method.Method.ToLowerInvariant()];

    /// <summary>For each object within a body: the body with an unknown field in it, and the name that its error must have.</summary>
    private static IEnumerable<(string Path, JsonObject Body)> Within(JsonNode schema, JsonNode document)
    {
        foreach (var (name, property) in Resolved(schema, document)["properties"]?.AsObject() ?? [])
        {
            var unknown = new JsonObject { ["subscriptionId"] = "x" };
            if (IsObject(property!, document))
            {
                yield return ($"{name}.subscriptionId", new JsonObject { [name] = unknown });
            }
            else if (property!["items"] is { } items && IsObject(items, document))
            {
                yield return ($"{name}[0].subscriptionId", new JsonObject { [name] = new JsonArray(unknown) });
            }
        }
    }

    private static bool IsObject(JsonNode schema, JsonNode document) => Resolved(schema, document)["properties"] is JsonObject { Count: > 0 };

    /// <summary>What a reference stands for; of alternatives, the one that is not null.</summary>
    private static JsonNode Resolved(JsonNode schema, JsonNode document)
    {
        var one = schema["oneOf"]?.AsArray().FirstOrDefault(each => each!["type"]?.GetValueKind() != System.Text.Json.JsonValueKind.String || each["type"]!.GetValue<string>() != "null") ?? schema;
        return one["$ref"]?.GetValue<string>() is { } reference ? document["components"]!["schemas"]![NameOf(reference)]! : one;
    }

    private static string NameOf(string reference) => reference[(reference.LastIndexOf('/') + 1)..];

    private static void Collect(
        JsonNode schema, string at, string operation, JsonNode document, SortedDictionary<string, SortedSet<string>> found, SortedSet<string> free, HashSet<string> seen)
    {
        var reference = (schema["$ref"] ?? schema["oneOf"]?.AsArray().Select(each => each!["$ref"]).FirstOrDefault(each => each is not null))?.GetValue<string>();
        if (reference is not null && !seen.Add(reference))
        {
            return;
        }

        var type = reference is null ? at : NameOf(reference);
        var whole = Resolved(schema, document).AsObject();
        if (!whole.Any(each => each.Key is "type" or "enum" or "properties" or "items" or "format"))
        {
            free.Add(operation + at);
        }

        foreach (var part in new[] { whole["items"], whole["additionalProperties"] }.OfType<JsonObject>())
        {
            Collect(part, at, operation, document, found, free, seen);
        }

        foreach (var (name, property) in whole["properties"]?.AsObject() ?? [])
        {
            if (IsSecret(name))
            {
                var field = $"{type}.{name}";
                (found.TryGetValue(field, out var operations) ? operations : found[field] = new SortedSet<string>(StringComparer.Ordinal)).Add(operation);
            }

            Collect(property!, "." + name, operation, document, found, free, seen);
        }
    }

    private async Task<JsonNode> DocumentAsync() => JsonNode.Parse(await ServedDocument.OfAsync(gateway.Host))!;
}
