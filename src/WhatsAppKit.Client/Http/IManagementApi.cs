using Refit;
using WhatsAppKit.Contracts;
using WhatsAppKit.Contracts.ApiKeys;
using WhatsAppKit.Contracts.Auth;
using WhatsAppKit.Contracts.Instances;

namespace WhatsAppKit.Client.Http;

/// <summary>The endpoints for people.</summary>
internal interface IManagementApi
{
    [Post(Routes.Register)]
    Task<AuthResponse> RegisterAsync([Body] RegisterRequest request, CancellationToken cancellationToken);

    [Post(Routes.Login)]
    Task<AuthResponse> LogInAsync([Body] LoginRequest request, CancellationToken cancellationToken);

    [Post(Routes.Instances)]
    Task<InstanceResponse> CreateInstanceAsync([Authorize("Bearer")] string token, [Body] CreateInstanceRequest request, CancellationToken cancellationToken);

    [Get(Routes.Instances)]
    Task<IReadOnlyList<InstanceResponse>> ListInstancesAsync([Authorize("Bearer")] string token, CancellationToken cancellationToken);

    [Get(Routes.Instance)]
    Task<InstanceResponse> GetInstanceAsync([Authorize("Bearer")] string token, string id, CancellationToken cancellationToken);

    [Put(Routes.Instance)]
    Task<InstanceResponse> UpdateInstanceAsync(
        [Authorize("Bearer")] string token, string id, [Body] UpdateInstanceRequest request, CancellationToken cancellationToken);

    [Delete(Routes.Instance)]
    Task DeleteInstanceAsync([Authorize("Bearer")] string token, string id, CancellationToken cancellationToken);

    [Post(Routes.ConnectInstance)]
    Task<InstanceStatusResponse> ConnectInstanceAsync([Authorize("Bearer")] string token, string id, CancellationToken cancellationToken);

    [Post(Routes.DisconnectInstance)]
    Task<InstanceStatusResponse> DisconnectInstanceAsync([Authorize("Bearer")] string token, string id, CancellationToken cancellationToken);

    [Get(Routes.InstanceStatus)]
    Task<InstanceStatusResponse> GetInstanceStatusAsync([Authorize("Bearer")] string token, string id, CancellationToken cancellationToken);

    [Get(Routes.InstanceQr)]
    Task<QrResponse> GetInstanceQrAsync([Authorize("Bearer")] string token, string id, CancellationToken cancellationToken);

    [Post(Routes.ApiKeys)]
    Task<CreatedApiKeyResponse> CreateApiKeyAsync(
        [Authorize("Bearer")] string token, string id, [Body] CreateApiKeyRequest request, CancellationToken cancellationToken);

    [Get(Routes.ApiKeys)]
    Task<IReadOnlyList<ApiKeyResponse>> ListApiKeysAsync([Authorize("Bearer")] string token, string id, CancellationToken cancellationToken);

    [Delete(Routes.ApiKey)]
    Task RevokeApiKeyAsync([Authorize("Bearer")] string token, string id, string keyId, CancellationToken cancellationToken);
}
