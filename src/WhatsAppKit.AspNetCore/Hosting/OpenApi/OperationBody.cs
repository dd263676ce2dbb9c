using System.Reflection;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace WhatsAppKit.AspNetCore.Hosting.OpenApi;

/// <summary>Describes the body of a request, which the framework cannot see: the gateway reads it with its own strict settings.</summary>
internal static class OperationBody
{
    private const string Json = "application/json";

    public static async Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var handler = context.Description.ActionDescriptor.EndpointMetadata.OfType<MethodInfo>().FirstOrDefault();
        if (handler?.GetParameters().Select(TypeOf).FirstOrDefault(type => type is not null) is not { } type)
        {
            return;
        }

        var schema = await context.GetOrCreateSchemaAsync(type, null, cancellationToken).ConfigureAwait(false);
        operation.RequestBody = new OpenApiRequestBody
        {
            Required = true,
            Content = new Dictionary<string, OpenApiMediaType> { [Json] = new() { Schema = Component(context.Document!, type.Name, schema) } },
        };
    }

    /// <summary>The type of the body that a parameter stands for; null for other parameters.</summary>
    private static Type? TypeOf(ParameterInfo parameter) =>
        parameter.ParameterType is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(JsonBody<>) ? type.GetGenericArguments()[0] : null;

    private static OpenApiSchemaReference Component(OpenApiDocument document, string name, OpenApiSchema schema)
    {
        document.AddComponent(name, schema);
        return new OpenApiSchemaReference(name, document);
    }
}
