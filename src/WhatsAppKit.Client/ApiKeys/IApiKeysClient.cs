using Refit;
using WhatsAppKit.Contracts;
using WhatsAppKit.Contracts.ApiKeys;

namespace WhatsAppKit.Client.ApiKeys;

/// <summary>The API keys of instances.</summary>
public interface IApiKeysClient
{
    /// <summary>Create api key. For administrators.</summary>
    [Post(Routes.ApiKeys)]
    Task<CreatedApiKeyResponse> CreateAsync(string id, [Body] CreateApiKeyRequest request, CancellationToken cancellationToken = default);

    /// <summary>List api keys. For administrators.</summary>
    [Get(Routes.ApiKeys)]
    Task<IReadOnlyList<ApiKeyResponse>> ListAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Get api key. For administrators.</summary>
    [Get(Routes.ApiKey)]
    Task<ApiKeyResponse> GetAsync(string id, string keyId, CancellationToken cancellationToken = default);

    /// <summary>Update api key. For administrators.</summary>
    [Put(Routes.ApiKey)]
    Task<ApiKeyResponse> UpdateAsync(string id, string keyId, [Body] UpdateApiKeyRequest request, CancellationToken cancellationToken = default);

    /// <summary>Revoke api key. For administrators.</summary>
    [Delete(Routes.ApiKey)]
    Task RevokeAsync(string id, string keyId, CancellationToken cancellationToken = default);

    /// <summary>Rotate api key. For administrators.</summary>
    [Post(Routes.RotateApiKey)]
    Task<CreatedApiKeyResponse> RotateAsync(string id, string keyId, [Body] RotateApiKeyRequest request, CancellationToken cancellationToken = default);
}
