using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using WhatsAppKit.Contracts.Messages;

namespace WhatsAppKit.AspNetCore.Hosting.OpenApi;

/// <summary>Marks fields of a base type that only some of its requests need; for the others the attribute on the field says it.</summary>
internal static class SchemaRequired
{
    public static Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var type = context.JsonTypeInfo.Type;
        if (context.JsonPropertyInfo is null && typeof(SendRequest).IsAssignableFrom(type) && !typeof(MessageActionRequest).IsAssignableFrom(type))
        {
            Require(schema, "to");
        }

        if (context.JsonPropertyInfo is null && type == typeof(SendChoiceRequest))
        {
            Require(schema, "replyTo");
        }

        return Task.CompletedTask;
    }

    private static void Require(OpenApiSchema schema, string field)
    {
        schema.Required ??= new HashSet<string>();
        schema.Required.Add(field);
    }
}
