using System.Net.Http.Headers;

namespace WhatsAppKit.Client.Http;

/// <summary>Makes clients of one gateway, each with a credential, over connections that all of them share.</summary>
internal sealed class GatewayHttp(IHttpClientFactory factory, string name, Uri address)
{
    private const string InstanceHeader = "X-Instance-Id";
    private const int MaxResponseBytes = 16 * 1024 * 1024;

    /// <param name="credential">A token, an API key or the operator's key; null for none.</param>
    /// <param name="instanceId">The instance that a person acts as; null for none.</param>
    public GatewayApi Create(string? credential, string? instanceId = null)
    {
        var http = factory.CreateClient(name);
        http.BaseAddress = address;
        http.MaxResponseContentBufferSize = MaxResponseBytes;

        // The time-out of each attempt is the pipeline's.
        http.Timeout = Timeout.InfiniteTimeSpan;
        http.DefaultRequestHeaders.Authorization = credential is null ? null : new AuthenticationHeaderValue("Bearer", credential);
        if (instanceId is not null)
        {
            http.DefaultRequestHeaders.Add(InstanceHeader, instanceId);
        }

        return new GatewayApi(http);
    }
}
