using System.Net.Http.Headers;
using Microsoft.Extensions.Options;

namespace WhatsAppKit.Client.Http;

/// <summary>Gives every request the API key.</summary>
internal sealed class ApiKeyHandler(IOptions<WhatsAppGatewayClientOptions> options) : DelegatingHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", options.Value.ApiKey);
        return base.SendAsync(request, cancellationToken);
    }
}
