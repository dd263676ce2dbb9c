using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using WhatsAppKit.AspNetCore.Auth;
using WhatsAppKit.Contracts;

namespace WhatsAppKit.AspNetCore.Hosting.OpenApi;

/// <summary>Says who may call an endpoint.</summary>
internal static class OperationCredential
{
    public const string Scheme = "bearer";

    public static Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        if (PolicyOf(context) is not { } policy)
        {
            return Task.CompletedTask;
        }

        operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, context.Document)] = [] }];
        var permission = Policies.PermissionOf(policy);
        operation.Description = string.Join(' ', new[] { operation.Description, Words(policy, permission) }.Where(text => !string.IsNullOrEmpty(text)));
        if (permission is not null)
        {
            operation.Parameters ??= [];
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = Routes.InstanceHeader,
                In = ParameterLocation.Header,
                Required = false,
                Description = "The instance; needed with a person's token, and not with an API key.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            });
        }

        return Task.CompletedTask;
    }

    /// <summary>The policy of an endpoint; null for one that is open.</summary>
    public static string? PolicyOf(OpenApiOperationTransformerContext context) => context.Description.ActionDescriptor.EndpointMetadata
        .OfType<IAuthorizeData>().Select(each => each.Policy).FirstOrDefault(policy => policy is not null);

    private static string Words(string policy, string? permission) => policy switch
    {
        Policies.People => "For people, with a token.",
        Policies.Administrators => "For people who are ADMINISTRATOR, with a token.",
        Policies.Operator => "For the operator of the gateway.",
        _ => $"For an API key with the permission {permission}, or a person's token with {Routes.InstanceHeader}.",
    };
}
