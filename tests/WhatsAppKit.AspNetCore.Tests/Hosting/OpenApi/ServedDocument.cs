using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using WhatsAppKit.AspNetCore.Hosting.OpenApi;

namespace WhatsAppKit.AspNetCore.Tests.Hosting.OpenApi;

/// <summary>The OpenAPI document of a host, whether it publishes it or not.</summary>
internal static class ServedDocument
{
    public static async Task<string> OfAsync(GatewayHost host)
    {
        var document = await host.Services.GetRequiredKeyedService<IOpenApiDocumentProvider>(ApiDocument.Name).GetOpenApiDocumentAsync();
        return await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1);
    }
}
