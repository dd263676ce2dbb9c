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

    /// <summary>The keys in force, without the keys themselves.</summary>
    Task<IReadOnlyList<ApiKeyResponse>> ListAsync(string instanceId, CancellationToken cancellationToken = default);

    /// <summary>Revokes a key at once.</summary>
    Task RevokeAsync(string instanceId, string keyId, CancellationToken cancellationToken = default);
}
