using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using WhatsAppKit.AspNetCore.Auth;

namespace WhatsAppKit.AspNetCore.Tests.Hosting.OpenApi;

/// <summary>Sends what the document shows and says: its examples are taken, what it calls required is needed, and nothing else is.</summary>
public class RequestFieldTests(GatewayFixture gateway)
{
    // Pictures and videos are each optional, but not both at once: no schema says so well.
    private static readonly string[] NeedMore = ["SendAlbumRequest"];

    [Fact]
    public async Task Examples_are_taken_and_exactly_the_required_fields_are_needed()
    {
        var document = JsonNode.Parse(await ServedDocument.OfAsync(gateway.Host))!;
        var tenant = await Tenant.RegisterAsync(gateway.Host);
        var instance = await tenant.CreateInstanceAsync();
        var program = await tenant.ProgramAsync(instance);
        var found = new List<string>();
        foreach (var endpoint in ServedEndpoint.Of(gateway.Host).Where(each => each.Body is not null && each.Policy != Policies.Operator))
        {
            var body = document["paths"]![endpoint.Route]![endpoint.Method.Method.ToLowerInvariant()]!["requestBody"]!["content"]!["application/json"]!;
            var required = RequiredOf(body["schema"]!, document);
            var example = body["example"]!.AsObject();
            var caller = endpoint.Permission is null ? tenant.Person : program;
            await IsTakenAsync(caller, endpoint, example, found);
            foreach (var field in required)
            {
                if (!example.ContainsKey(field))
                {
                    found.Add($"The example of {endpoint.Body!.Name} lacks {field}.");
                }

                await IsNeededAsync(caller, endpoint, example, field, found);
            }

            if (required.Length > 0 && !NeedMore.Contains(endpoint.Body!.Name))
            {
                await IsTakenAsync(caller, endpoint, Without(example, [.. example.Select(each => each.Key).Except(required)]), found);
            }
        }

        Assert.True(found.Count == 0, string.Join(Environment.NewLine, found));
    }

    private static async Task IsTakenAsync(Caller caller, ServedEndpoint endpoint, JsonObject body, List<string> found)
    {
        var answer = await SendAsync(caller, endpoint, body);
        if (answer.Status == HttpStatusCode.BadRequest && answer.Json.TryGetProperty("errors", out var errors) && !NamesWhatIsNot(errors))
        {
            found.Add($"{endpoint} refuses {body.ToJsonString()}: {answer.Text}");
        }
    }

    private static async Task IsNeededAsync(Caller caller, ServedEndpoint endpoint, JsonObject example, string field, List<string> found)
    {
        var answer = await SendAsync(caller, endpoint, Without(example, field));
        if ((int)answer.Status is not (400 or 401 or 404 or 429) && !(endpoint.IsOpen && answer.Status == HttpStatusCode.NoContent))
        {
            found.Add($"{endpoint} does not need {field}: {(int)answer.Status}");
        }
        else if (answer.Status == HttpStatusCode.BadRequest && answer.Json.TryGetProperty("errors", out var errors) && !NamesWhatIsNot(errors)
            && !errors.EnumerateObject().All(error => error.Name.StartsWith(field, StringComparison.Ordinal)))
        {
            found.Add($"{endpoint} blames others than {field}: {answer.Text}");
        }
    }

    // Ids in paths and examples are of nothing that is there, and the password is not the tenant's.
    private static bool NamesWhatIsNot(JsonElement errors) => errors.EnumerateObject().All(error => error.Name is "id" or "media.id" or "messageId" or "messageIds" or "replyTo" or "currentPassword");

    private static Task<Answer> SendAsync(Caller caller, ServedEndpoint endpoint, JsonObject body) =>
        caller.SendAsync(endpoint.Method, Paths.Unknown(endpoint.Route), JsonContent.Create(body));

    private static JsonObject Without(JsonObject body, params string[] fields)
    {
        var rest = body.DeepClone().AsObject();
        foreach (var field in fields)
        {
            rest.Remove(field);
        }

        return rest;
    }

    private static string[] RequiredOf(JsonNode schema, JsonNode document)
    {
        var reference = schema["$ref"]!.GetValue<string>();
        var required = document["components"]!["schemas"]![reference[(reference.LastIndexOf('/') + 1)..]]!["required"]?.AsArray() ?? [];
        return [.. required.Select(each => each!.GetValue<string>())];
    }
}
