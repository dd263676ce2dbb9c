using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.OpenApi;
using WhatsAppKit.AspNetCore.RateLimiting;
using WhatsAppKit.Contracts;

namespace WhatsAppKit.AspNetCore.Hosting.OpenApi;

/// <summary>The OpenAPI document and the page that shows it.</summary>
internal static class ApiDocumentEndpoints
{
    public static void Map(RouteGroupBuilder gateway)
    {
        var documentation = gateway.MapGroup("").AllowAnonymous().RateLimited(RatePolicy.Address).WithTags("Documentation")
            .Fails(StatusCodes.Status404NotFound, ProblemCodes.NotFound);
        documentation.MapGet(Routes.ApiDocument, GetAsync).Produces<object>().WithName("GetApiDocument")
            .AddOpenApiOperationTransformer(ShowAsync);
        documentation.MapGet(Routes.ApiDocumentPage, (HttpContext context, ApiDocumentPage page) => Open(context, page)).Produces(StatusCodes.Status302Found).WithName("OpenApiDocumentPage");
        documentation.MapGet(Routes.ApiDocumentPage + "/{file}", (HttpContext context, string file, ApiDocumentPage page) => page.ServeAsync(context, file))
            .Produces(StatusCodes.Status200OK, contentType: "text/html").WithName("GetApiDocumentPage");
    }

    private static async Task<ContentHttpResult> GetAsync(ApiDocumentText document, ApiDocumentPage page, CancellationToken cancellationToken)
    {
        page.RequirePublished();
        return TypedResults.Text(await document.GetAsync(cancellationToken).ConfigureAwait(false), "application/json");
    }

    private static Task ShowAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        operation.Responses!["200"].Content!["application/json"].Example = new JsonObject { ["openapi"] = "3.1.1" };
        return Task.CompletedTask;
    }

    private static RedirectHttpResult Open(HttpContext context, ApiDocumentPage page)
    {
        page.RequirePublished();
        return TypedResults.LocalRedirect($"{context.Request.PathBase}{context.Request.Path}/index.html");
    }
}
