using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace WhatsAppKit.AspNetCore.Hosting.OpenApi;

/// <summary>Whether the document and its page are there for everybody, and the page itself: Swagger UI, of which every file comes from the gateway.</summary>
internal sealed class ApiDocumentPage(IServiceProvider services, IOptions<WhatsAppGatewayOptions> options, IHostEnvironment environment)
{
    private readonly RequestDelegate _page = Build(services);

    /// <summary>Makes the paths look like unknown ones where nothing is published.</summary>
    public void RequirePublished()
    {
        if (!(options.Value.PublishApiDocument ?? environment.IsDevelopment()))
        {
            throw GatewayException.NotFound();
        }
    }

    public async Task ServeAsync(HttpContext context, string? file)
    {
        RequirePublished();
        context.Response.Headers.ContentSecurityPolicy = "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'";
        context.Response.Headers.XContentTypeOptions = "nosniff";

        // The page knows its files by name only, wherever the gateway is mapped; and it must not take an endpoint for its own.
        var (path, endpoint) = (context.Request.Path, context.GetEndpoint());
        context.Request.Path = "/" + file;
        context.SetEndpoint(null);
        try
        {
            await _page(context).ConfigureAwait(false);
        }
        finally
        {
            // Whoever describes a failure asks for the endpoint it happened in.
            context.Request.Path = path;
            context.SetEndpoint(endpoint);
        }
    }

    private static RequestDelegate Build(IServiceProvider services)
    {
        var page = new ApplicationBuilder(services);
        page.UseSwaggerUI(ui =>
        {
            ui.RoutePrefix = "";
            ui.DocumentTitle = "WhatsAppKit gateway";
            ui.SwaggerEndpoint("../openapi.json", "WhatsAppKit gateway");
        });
        page.Run(_ => throw GatewayException.NotFound());
        return page.Build();
    }
}
