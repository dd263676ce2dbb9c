using System.Reflection;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using WhatsAppKit.AspNetCore.Messages.Queue;

namespace WhatsAppKit.AspNetCore.Hosting.OpenApi;

/// <summary>Describes the headers of requests that send.</summary>
internal static class OperationPreferences
{
    public static Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var handler = context.Description.ActionDescriptor.EndpointMetadata.OfType<MethodInfo>().FirstOrDefault();
        if (handler?.GetParameters().Any(parameter => parameter.ParameterType == typeof(SendContext)) == true)
        {
            operation.Parameters ??= [];
            operation.Parameters.Add(Header(
                SendPreferences.PreferHeader,
                "respond-async answers at once with 202; wait=5 waits at most that many seconds for WhatsApp, and no longer than the gateway is set up to."));
            operation.Parameters.Add(Header(
                SendPreferences.IdempotencyHeader,
                "1 to 255 visible ASCII characters. A request that is repeated with its key within 24 hours is answered as before, and sends nothing."));
        }

        return Task.CompletedTask;
    }

    private static OpenApiParameter Header(string name, string description) => new()
    {
        Name = name,
        In = ParameterLocation.Header,
        Required = false,
        Description = description,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
    };
}
