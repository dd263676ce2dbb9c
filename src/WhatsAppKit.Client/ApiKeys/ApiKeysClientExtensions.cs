using WhatsAppKit.Client.ApiKeys;
using WhatsAppKit.Contracts.ApiKeys;

namespace WhatsAppKit.Client;

/// <summary>What is done with API keys all the time, in fewer words.</summary>
public static class ApiKeysClientExtensions
{
    /// <summary>Creates a key with all permissions. The answer alone has the key itself.</summary>
    public static Task<CreatedApiKeyResponse> CreateAsync(
        this IApiKeysClient keys, string instanceId, string name, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(keys);
        return keys.CreateAsync(instanceId, new CreateApiKeyRequest(name), cancellationToken);
    }

    /// <summary>Gives a key another secret.</summary>
    /// <param name="keys">The keys.</param>
    /// <param name="instanceId">The instance.</param>
    /// <param name="keyId">The key.</param>
    /// <param name="grace">How long the secret of before still works.</param>
    /// <param name="cancellationToken">Stops waiting; the change may still be made.</param>
    public static Task<CreatedApiKeyResponse> RotateAsync(
        this IApiKeysClient keys, string instanceId, string keyId, TimeSpan grace = default, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(keys);
        return keys.RotateAsync(instanceId, keyId, new RotateApiKeyRequest((int)grace.TotalSeconds), cancellationToken);
    }
}
