using Refit;
using WhatsAppKit.Contracts;

namespace WhatsAppKit.Client.Documentation;

/// <summary>The OpenAPI document, where the gateway publishes it. No credential is needed.</summary>
public interface IDocumentationClient
{
    /// <summary>Get api document.</summary>
    [Get(Routes.ApiDocument)]
    Task<string> GetApiDocumentAsync(CancellationToken cancellationToken = default);
}
