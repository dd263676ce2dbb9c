using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace WhatsAppKit.AspNetCore.Hosting.OpenApi;

/// <summary>The document as JSON. What is served does not change while the host runs, so it is made once, when somebody first asks.</summary>
internal sealed class ApiDocumentText([FromKeyedServices(ApiDocument.Name)] IOpenApiDocumentProvider provider)
{
    private volatile string? _text;

    public async Task<string> GetAsync(CancellationToken cancellationToken)
    {
        // Two first callers may both make it: the texts are the same.
        if (_text is not { } text)
        {
            var document = await provider.GetOpenApiDocumentAsync(cancellationToken).ConfigureAwait(false);
            _text = text = await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1, cancellationToken).ConfigureAwait(false);
        }

        return text;
    }
}
