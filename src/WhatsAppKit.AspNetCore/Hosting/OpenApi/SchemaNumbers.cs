using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace WhatsAppKit.AspNetCore.Hosting.OpenApi;

/// <summary>Numbers are numbers here: bodies are read strictly, and a number in quotes is refused.</summary>
internal static class SchemaNumbers
{
    public static Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        if (schema.Type is { } type && (type & (JsonSchemaType.Integer | JsonSchemaType.Number)) != 0)
        {
            schema.Type = type & ~JsonSchemaType.String;
            schema.Pattern = null;
        }

        return Task.CompletedTask;
    }
}
