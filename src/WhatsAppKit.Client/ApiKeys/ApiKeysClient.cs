using WhatsAppKit.Client.Http;
using WhatsAppKit.Contracts.ApiKeys;

namespace WhatsAppKit.Client.ApiKeys;

internal sealed class ApiKeysClient(IManagementApi api, string token) : IApiKeysClient
{
    public Task<CreatedApiKeyResponse> CreateAsync(string instanceId, string name, CancellationToken cancellationToken = default) =>
        api.CreateApiKeyAsync(token, instanceId, new CreateApiKeyRequest(name), cancellationToken);

    public Task<CreatedApiKeyResponse> CreateAsync(string instanceId, CreateApiKeyRequest request, CancellationToken cancellationToken = default) =>
        api.CreateApiKeyAsync(token, instanceId, request, cancellationToken);

    public Task<ApiKeyResponse> GetAsync(string instanceId, string keyId, CancellationToken cancellationToken = default) =>
        api.GetApiKeyAsync(token, instanceId, keyId, cancellationToken);

    public Task<ApiKeyResponse> UpdateAsync(string instanceId, string keyId, UpdateApiKeyRequest request, CancellationToken cancellationToken = default) =>
        api.UpdateApiKeyAsync(token, instanceId, keyId, request, cancellationToken);

    public Task<CreatedApiKeyResponse> RotateAsync(string instanceId, string keyId, TimeSpan grace = default, CancellationToken cancellationToken = default) =>
        api.RotateApiKeyAsync(token, instanceId, keyId, new RotateApiKeyRequest((int)grace.TotalSeconds), cancellationToken);

    public Task<IReadOnlyList<ApiKeyResponse>> ListAsync(string instanceId, CancellationToken cancellationToken = default) =>
        api.ListApiKeysAsync(token, instanceId, cancellationToken);

    public Task RevokeAsync(string instanceId, string keyId, CancellationToken cancellationToken = default) =>
        api.RevokeApiKeyAsync(token, instanceId, keyId, cancellationToken);
}
