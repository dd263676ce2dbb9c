using Refit;
using WhatsAppKit.Contracts;
using WhatsAppKit.Contracts.ApiKeys;
using WhatsAppKit.Contracts.Audit;
using WhatsAppKit.Contracts.Auth;
using WhatsAppKit.Contracts.Instances;
using WhatsAppKit.Contracts.Pairing;
using WhatsAppKit.Contracts.Subscriptions;
using WhatsAppKit.Contracts.Users;

namespace WhatsAppKit.Client.Http;

/// <summary>The endpoints for people.</summary>
internal interface IManagementApi
{
    [Post(Routes.Register)]
    Task<AuthResponse> RegisterAsync([Body] RegisterRequest request, CancellationToken cancellationToken);

    [Post(Routes.Login)]
    Task<AuthResponse> LogInAsync([Body] LoginRequest request, CancellationToken cancellationToken);

    [Post(Routes.Refresh)]
    Task<AuthResponse> RefreshAsync([Body] RefreshRequest request, CancellationToken cancellationToken);

    [Post(Routes.Logout)]
    Task LogOutAsync([Body] LogoutRequest request, CancellationToken cancellationToken);

    [Post(Routes.ForgotPassword)]
    Task ForgotPasswordAsync([Body] ForgotPasswordRequest request, CancellationToken cancellationToken);

    [Post(Routes.ResetPassword)]
    Task ResetPasswordAsync([Body] ResetPasswordRequest request, CancellationToken cancellationToken);

    [Get(Routes.Me)]
    Task<MeResponse> GetMeAsync([Authorize("Bearer")] string token, CancellationToken cancellationToken);

    [Post(Routes.ChangePassword)]
    Task<AuthResponse> ChangePasswordAsync([Authorize("Bearer")] string token, [Body] ChangePasswordRequest request, CancellationToken cancellationToken);

    [Get(Routes.Users)]
    Task<IReadOnlyList<UserDetailResponse>> ListUsersAsync([Authorize("Bearer")] string token, CancellationToken cancellationToken);

    [Post(Routes.Users)]
    Task<UserDetailResponse> CreateUserAsync([Authorize("Bearer")] string token, [Body] CreateUserRequest request, CancellationToken cancellationToken);

    [Get(Routes.User)]
    Task<UserDetailResponse> GetUserAsync([Authorize("Bearer")] string token, string userId, CancellationToken cancellationToken);

    [Put(Routes.User)]
    Task<UserDetailResponse> UpdateUserAsync(
        [Authorize("Bearer")] string token, string userId, [Body] UpdateUserRequest request, CancellationToken cancellationToken);

    [Delete(Routes.User)]
    Task DeleteUserAsync([Authorize("Bearer")] string token, string userId, CancellationToken cancellationToken);

    [Post(Routes.DeactivateUser)]
    Task<UserDetailResponse> DeactivateUserAsync([Authorize("Bearer")] string token, string userId, CancellationToken cancellationToken);

    [Post(Routes.ActivateUser)]
    Task<UserDetailResponse> ActivateUserAsync([Authorize("Bearer")] string token, string userId, CancellationToken cancellationToken);

    [Get(Routes.Subscription)]
    Task<SubscriptionDetailResponse> GetSubscriptionAsync([Authorize("Bearer")] string token, CancellationToken cancellationToken);

    [Put(Routes.SubscriptionTier)]
    Task<SubscriptionDetailResponse> ChangeTierAsync(
        [Authorize("Bearer")] string operatorKey, string subscriptionId, [Body] ChangeTierRequest request, CancellationToken cancellationToken);

    [Get(Routes.Audit)]
    Task<AuditPage> ListAuditAsync(
        [Authorize("Bearer")] string token,
        int? limit,
        string? cursor,
        string? action,
        string? actorId,
        string? targetId,
        string? from,
        string? to,
        CancellationToken cancellationToken);

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

    [Get(Routes.ApiKey)]
    Task<ApiKeyResponse> GetApiKeyAsync([Authorize("Bearer")] string token, string id, string keyId, CancellationToken cancellationToken);

    [Put(Routes.ApiKey)]
    Task<ApiKeyResponse> UpdateApiKeyAsync(
        [Authorize("Bearer")] string token, string id, string keyId, [Body] UpdateApiKeyRequest request, CancellationToken cancellationToken);

    [Post(Routes.RotateApiKey)]
    Task<CreatedApiKeyResponse> RotateApiKeyAsync(
        [Authorize("Bearer")] string token, string id, string keyId, [Body] RotateApiKeyRequest request, CancellationToken cancellationToken);

    [Delete(Routes.ApiKey)]
    Task RevokeApiKeyAsync([Authorize("Bearer")] string token, string id, string keyId, CancellationToken cancellationToken);
}
