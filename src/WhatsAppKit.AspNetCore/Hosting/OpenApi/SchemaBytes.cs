using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace WhatsAppKit.AspNetCore.Hosting.OpenApi;

/// <summary>Says of bytes how they are written; the framework takes them for plain text.</summary>
internal static class SchemaBytes
{
    public static Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var type = context.JsonTypeInfo.Type;
        if (type == typeof(ReadOnlyMemory<byte>) || type == typeof(ReadOnlyMemory<byte>?))
        {
            schema.Format = "byte";
            schema.Description ??= "Bytes in base64.";
        }

        return Task.CompletedTask;
    }
}
