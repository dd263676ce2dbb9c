using WhatsAppKit.Client.ApiKeys;
using WhatsAppKit.Client.Audit;
using WhatsAppKit.Client.Auth;
using WhatsAppKit.Client.Http;
using WhatsAppKit.Client.Instances;
using WhatsAppKit.Client.Users;
using WhatsAppKit.Contracts.Auth;
using WhatsAppKit.Contracts.Subscriptions;

namespace WhatsAppKit.Client;

internal sealed class WhatsAppGatewayManagement(IManagementApi api) : IWhatsAppGatewayManagement
{
    public IAuthClient Auth { get; } = new AuthClient(api);

    public IWhatsAppGatewayAccount WithToken(string token)
    {
        ArgumentException.ThrowIfNullOrEmpty(token);
        return new Account(api, token);
    }

    public Task<SubscriptionDetailResponse> ChangeTierAsync(
        string operatorKey, string subscriptionId, string tier, CancellationToken cancellationToken = default) =>
        api.ChangeTierAsync(operatorKey, subscriptionId, new ChangeTierRequest(tier), cancellationToken);

    private sealed class Account(IManagementApi api, string token) : IWhatsAppGatewayAccount
    {
        public IInstancesClient Instances { get; } = new InstancesClient(api, token);

        public IApiKeysClient ApiKeys { get; } = new ApiKeysClient(api, token);

        public IUsersClient Users { get; } = new UsersClient(api, token);

        public IAuditClient Audit { get; } = new AuditClient(api, token);

        public Task<MeResponse> GetMeAsync(CancellationToken cancellationToken = default) => api.GetMeAsync(token, cancellationToken);

        public Task<SubscriptionDetailResponse> GetSubscriptionAsync(CancellationToken cancellationToken = default) =>
            api.GetSubscriptionAsync(token, cancellationToken);

        public Task<AuthResponse> ChangePasswordAsync(string currentPassword, string newPassword, CancellationToken cancellationToken = default) =>
            api.ChangePasswordAsync(token, new ChangePasswordRequest(currentPassword, newPassword), cancellationToken);
    }
}
