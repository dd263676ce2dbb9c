using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.OpenApi;

namespace WhatsAppKit.AspNetCore.Hosting.OpenApi;

/// <summary>
/// The gateway's OpenAPI 3.1 document, made from what is served. It has a name of its own, so an application's documents and the
/// gateway's stay apart.
/// </summary>
internal static class ApiDocument
{
    public const string Name = "whatsappkit";

    public static void Add(IServiceCollection services)
    {
        services.AddOpenApi(Name, Configure);
        services.TryAddSingleton<ApiDocumentText>();
        services.TryAddSingleton<ApiDocumentPage>();
    }

    private static void Configure(OpenApiOptions options)
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.ShouldInclude = description => description.ActionDescriptor.EndpointMetadata.OfType<GatewayEndpoint>().Any();
        options.AddDocumentTransformer(DescribeAsync);
        options.AddSchemaTransformer(SchemaNumbers.TransformAsync);
        options.AddSchemaTransformer(SchemaBytes.TransformAsync);
        options.AddSchemaTransformer(SchemaRequired.TransformAsync);
        options.AddOperationTransformer(OperationWords.TransformAsync);
        options.AddOperationTransformer(OperationBody.TransformAsync);
        options.AddOperationTransformer(OperationCredential.TransformAsync);
        options.AddOperationTransformer(OperationPreferences.TransformAsync);
        options.AddOperationTransformer(OperationProblems.TransformAsync);
        options.AddDocumentTransformer(DocumentExamples.TransformAsync);
    }

    private static Task DescribeAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "WhatsAppKit gateway",
            Version = typeof(ApiDocument).Assembly.GetName().Version!.ToString(2),
            Description = "Errors are problem details (RFC 9457) with a stable code. Every answer says in RateLimit where the caller stands.",
        };

        // Where it is served is the reader's to know: an address in the document would be wrong behind a proxy.
        document.Servers = [];
        document.AddComponent(OperationCredential.Scheme, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            Description = "An API key of one instance (wak_...), or the token of a person (a JWT), who names the instance in X-Instance-Id where one is meant.",
        });
        return Task.CompletedTask;
    }
}
