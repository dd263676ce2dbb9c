using System.Text.Json;

namespace WhatsAppKit.Client.Tests;

/// <summary>The client says what the OpenAPI document says: no endpoint without a method, no method without an endpoint, and the same shapes.</summary>
public class CoverageTests
{
    // What browsers open, and what Prometheus scrapes: a program has no use for it.
    private static readonly HashSet<string> ForOthers = ["GET /api/docs", "GET /api/docs/{file}", "GET /metrics"];

    // Answered as a picture or as JSON, by the Accept header.
    private static readonly HashSet<string> InSeveralForms = ["GET /api/instances/{id}/qr"];

    private static readonly JsonElement Document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Root(), "docs", "openapi.json"))).RootElement;

    private static IReadOnlyDictionary<string, JsonElement> Operations { get; } = (
        from path in Document.GetProperty("paths").EnumerateObject()
        from operation in path.Value.EnumerateObject()
        select (Name: $"{operation.Name.ToUpperInvariant()} {path.Name}", operation.Value)).ToDictionary(each => each.Name, each => each.Value);

    public static TheoryData<string> Covered => [.. ClientMethod.All.Select(method => method.Operation).Distinct()];

    [Fact]
    public void Every_endpoint_has_a_method_and_every_method_an_endpoint()
    {
        Assert.Equal(Operations.Keys.Except(ForOthers).Order(StringComparer.Ordinal), ClientMethod.All.Select(method => method.Operation).Distinct().Order(StringComparer.Ordinal));
        Assert.True(Operations.Count > 200, "The document was not read.");
    }

    [Theory]
    [MemberData(nameof(Covered))]
    public void A_method_has_the_shapes_of_its_endpoint(string name)
    {
        var operation = Operations[name];
        foreach (var method in ClientMethod.All.Where(method => method.Operation == name))
        {
            Assert.Equal(Names(operation, "query").Order(StringComparer.OrdinalIgnoreCase), method.Query.Order(StringComparer.OrdinalIgnoreCase), StringComparer.OrdinalIgnoreCase);
            if (operation.TryGetProperty("requestBody", out var body) && Schema(body) is { } asked)
            {
                SameShape(name, asked, method.Body, []);
            }
            else
            {
                Assert.Null(method.Body);
            }

            var answers = operation.GetProperty("responses").EnumerateObject().Where(response => response.Name.StartsWith('2')).Select(response => Schema(response.Value)).ToArray();
            foreach (var answer in answers.OfType<JsonElement>().Where(_ => !InSeveralForms.Contains(name) && method.Method.ReturnType != typeof(Task<string>)))
            {
                SameShape(name, answer, method.Answer, []);
            }

            Assert.True(answers.Any(answer => answer is not null) || method.Answer is null || InSeveralForms.Contains(name), $"{name} answers nothing.");
        }
    }

    private static IEnumerable<string> Names(JsonElement operation, string place) => operation.TryGetProperty("parameters", out var parameters)
        ? parameters.EnumerateArray().Where(parameter => parameter.GetProperty("in").GetString() == place).Select(parameter => parameter.GetProperty("name").GetString()!)
        : [];

    private static JsonElement? Schema(JsonElement content) =>
        content.TryGetProperty("content", out var types) && types.TryGetProperty("application/json", out var json) && json.TryGetProperty("schema", out var schema) ? schema : null;

    /// <summary>The same names of fields, all the way down.</summary>
    private static void SameShape(string where, JsonElement schema, Type? type, HashSet<Type> seen)
    {
        Assert.True(type is not null, $"{where} has a schema, and the client has no type for it.");
        schema = Resolved(schema);
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (schema.TryGetProperty("items", out var items))
        {
            SameShape(where, items, type.GetElementType() ?? type.GenericTypeArguments[^1], seen);
        }
        else if (schema.TryGetProperty("properties", out var properties) && seen.Add(type))
        {
            var fields = JsonSerializerOptions.Web.GetTypeInfo(type).Properties.ToDictionary(field => field.Name, field => field.PropertyType);
            Assert.True(
                properties.EnumerateObject().Select(field => field.Name).Order(StringComparer.Ordinal).SequenceEqual(fields.Keys.Order(StringComparer.Ordinal)),
                $"{where}: {type.Name} has other fields: {string.Join(' ', properties.EnumerateObject().Select(field => field.Name))} / {string.Join(' ', fields.Keys)}");
            foreach (var field in properties.EnumerateObject())
            {
                SameShape($"{where}.{field.Name}", field.Value, fields[field.Name], seen);
            }
        }
    }

    /// <summary>Follows a reference, and what may be null besides.</summary>
    private static JsonElement Resolved(JsonElement schema)
    {
        if (schema.TryGetProperty("$ref", out var reference))
        {
            return Resolved(Document.GetProperty("components").GetProperty("schemas").GetProperty(reference.GetString()!.Split('/')[^1]));
        }

        return schema.TryGetProperty("oneOf", out var forms) && forms.EnumerateArray().FirstOrDefault(form => form.TryGetProperty("$ref", out _)) is { ValueKind: JsonValueKind.Object } form
            ? Resolved(form)
            : schema;
    }

    public static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "WhatsAppKit.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The repository's root was not found.");
        }

        return folder.FullName;
    }
}
