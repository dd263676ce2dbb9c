using WhatsAppKit.Contracts.ApiKeys;

namespace WhatsAppKit.Client.ApiKeys;

/// <summary>The keys with which programs act as an instance.</summary>
public interface IApiKeysClient
{
    /// <summary>Creates a key; it is shown this once.</summary>
    /// <param name="instanceId">The instance the key is for.</param>
    /// <param name="name">1 to 100 characters.</param>
    /// <param name="cancellationToken">Stops waiting; the key may still be created.</param>
    Task<CreatedApiKeyResponse> CreateAsync(string instanceId, string name, CancellationToken cancellationToken = default);

    /// <summary>Creates a key with permissions, a limit or an end of its own; it is shown this once.</summary>
    Task<CreatedApiKeyResponse> CreateAsync(string instanceId, CreateApiKeyRequest request, CancellationToken cancellationToken = default);

    /// <summary>One key, without the key itself.</summary>
    Task<ApiKeyResponse> GetAsync(string instanceId, string keyId, CancellationToken cancellationToken = default);

    /// <summary>Changes what a key may do, or whether it works.</summary>
    Task<ApiKeyResponse> UpdateAsync(string instanceId, string keyId, UpdateApiKeyRequest request, CancellationToken cancellationToken = default);

    /// <summary>Gives a key a new secret; it is shown this once.</summary>
    /// <param name="instanceId">The instance the key is for.</param>
    /// <param name="keyId">The key.</param>
    /// <param name="grace">How long the secret of before still works: at most a week, in whole seconds.</param>
    /// <param name="cancellationToken">Stops waiting; the key may still be rotated.</param>
    Task<CreatedApiKeyResponse> RotateAsync(string instanceId, string keyId, TimeSpan grace = default, CancellationToken cancellationToken = default);

    /// <summary>All keys of an instance, without the keys themselves.</summary>
    Task<IReadOnlyList<ApiKeyResponse>> ListAsync(string instanceId, CancellationToken cancellationToken = default);

    /// <summary>Revokes a key at once.</summary>
    Task RevokeAsync(string instanceId, string keyId, CancellationToken cancellationToken = default);
}
