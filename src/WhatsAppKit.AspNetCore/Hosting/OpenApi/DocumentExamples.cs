using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace WhatsAppKit.AspNetCore.Hosting.OpenApi;

/// <summary>
/// Gives every body an example, made from its schema: a field's name says what stands in it (<see cref="Samples"/>), else its
/// type does.
/// </summary>
internal static class DocumentExamples
{
    // Deeper than any contract; an example of something recursive ends here.
    private const int MaxDepth = 6;

    public static Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        var operations = document.Paths.Values.SelectMany(path => path.Operations ?? []).Select(each => each.Value);
        foreach (var operation in operations)
        {
            var contents = (operation.Responses ?? []).Where(answer => answer.Value is not OpenApiResponseReference).Select(answer => answer.Value.Content).Append(operation.RequestBody?.Content).SelectMany(each => each ?? new Dictionary<string, OpenApiMediaType>());
            foreach (var content in contents.Select(each => each.Value).Where(content => content.Example is null))
            {
                content.Schema ??= new OpenApiSchema { Type = JsonSchemaType.Object };
                content.Example = Of(content.Schema, null, 0);
            }
        }

        return Task.CompletedTask;
    }

    private static JsonNode? Of(IOpenApiSchema schema, string? name, int depth)
    {
        if (name is not null && Samples.Find(name, schema) is { } sample)
        {
            return sample;
        }

        if (schema.Enum is { Count: > 0 } values)
        {
            return values[0]?.DeepClone();
        }

        var alternatives = schema.OneOf ?? schema.AnyOf;
        if (alternatives?.FirstOrDefault(each => each.Type != JsonSchemaType.Null) is { } first)
        {
            return Of(first, name, depth);
        }

        var type = (schema.Type ?? (schema.Properties is { Count: > 0 } ? JsonSchemaType.Object : JsonSchemaType.Null)) & ~JsonSchemaType.Null;
        return type switch
        {
            JsonSchemaType.Object => Object(schema, depth),
            JsonSchemaType.Array => schema.Items is { } items && depth < MaxDepth ? new JsonArray(Of(items, Singular(name), depth + 1)) : new JsonArray(),
            JsonSchemaType.Boolean => true,
            JsonSchemaType.Integer or JsonSchemaType.Number => 1,
            JsonSchemaType.String => schema.Format == "date-time" ? "2026-01-02T03:04:05+00:00" : "text",
            _ => null,
        };
    }

    private static JsonObject Object(IOpenApiSchema schema, int depth)
    {
        var example = new JsonObject();
        foreach (var (name, property) in depth < MaxDepth ? schema.Properties ?? new Dictionary<string, IOpenApiSchema>() : new Dictionary<string, IOpenApiSchema>())
        {
            example[name] = Of(property, name, depth + 1);
        }

        return example;
    }

    private static string? Singular(string? name) => name is { Length: > 1 } && name.EndsWith('s') ? name[..^1] : name;
}
