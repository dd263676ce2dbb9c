using WhatsAppKit.Client.Http;
using WhatsAppKit.Contracts.ApiKeys;

namespace WhatsAppKit.Client.ApiKeys;

internal sealed class ApiKeysClient(IManagementApi api, string token) : IApiKeysClient
{
    public Task<CreatedApiKeyResponse> CreateAsync(string instanceId, string name, CancellationToken cancellationToken = default) =>
        api.CreateApiKeyAsync(token, instanceId, new CreateApiKeyRequest(name), cancellationToken);

    public Task<IReadOnlyList<ApiKeyResponse>> ListAsync(string instanceId, CancellationToken cancellationToken = default) =>
        api.ListApiKeysAsync(token, instanceId, cancellationToken);

    public Task RevokeAsync(string instanceId, string keyId, CancellationToken cancellationToken = default) =>
        api.RevokeApiKeyAsync(token, instanceId, keyId, cancellationToken);
}
