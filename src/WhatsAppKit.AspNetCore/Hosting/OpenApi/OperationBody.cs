using System.Reflection;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using WhatsAppKit.AspNetCore.Media;
using WhatsAppKit.Contracts.Messages;

namespace WhatsAppKit.AspNetCore.Hosting.OpenApi;

/// <summary>Describes the body of a request, which the framework cannot see: the gateway reads it with its own strict settings.</summary>
internal static class OperationBody
{
    private const string Json = "application/json";
    private const string Form = "multipart/form-data";

    public static async Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var handler = context.Description.ActionDescriptor.EndpointMetadata.OfType<MethodInfo>().FirstOrDefault();
        if (handler?.GetParameters().Select(TypeOf).FirstOrDefault(type => type is not null) is not { } type)
        {
            return;
        }

        var schema = await context.GetOrCreateSchemaAsync(type, null, cancellationToken).ConfigureAwait(false);
        var forms = new Dictionary<string, OpenApiMediaType> { [Json] = new() { Schema = Component(context.Document!, type.Name, schema), Example = RequestExamples.Find(type.Name) } };
        if (typeof(SendMediaRequest).IsAssignableFrom(type))
        {
            forms.Add(Form, new OpenApiMediaType { Schema = FormSchema() });
        }

        operation.RequestBody = new OpenApiRequestBody { Required = true, Content = forms };
    }

    /// <summary>A form has the request's fields, and the file as a part of its own.</summary>
    private static OpenApiSchema FormSchema() => new()
    {
        Type = JsonSchemaType.Object,
        Description = "The fields of the JSON form, and the file in place of media.",
        Properties = new Dictionary<string, IOpenApiSchema> { ["file"] = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary", Description = "The file." } },
        Required = new HashSet<string> { "file" },
    };

    /// <summary>The type of the body that a parameter stands for; null for other parameters.</summary>
    private static Type? TypeOf(ParameterInfo parameter) =>
        parameter.ParameterType is { IsGenericType: true } type && IsBody(type.GetGenericTypeDefinition()) ? type.GetGenericArguments()[0] : null;

    private static bool IsBody(Type definition) => definition == typeof(JsonBody<>) || definition == typeof(MediaBody<>);

    private static OpenApiSchemaReference Component(OpenApiDocument document, string name, OpenApiSchema schema)
    {
        document.AddComponent(name, schema);
        return new OpenApiSchemaReference(name, document);
    }
}
