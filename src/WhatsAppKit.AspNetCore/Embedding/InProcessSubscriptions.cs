using WhatsAppKit.AspNetCore.Auth;
using WhatsAppKit.AspNetCore.Subscriptions;
using WhatsAppKit.Contracts.Auth;
using WhatsAppKit.Contracts.Subscriptions;

namespace WhatsAppKit.AspNetCore.Embedding;

internal sealed class InProcessSubscriptions(AuthService auth, SubscriptionService subscriptions) : ISubscriptionService
{
    public Task<AuthResponse> RegisterAsync(RegisterRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return InProcess.RunAsync(() => auth.RegisterAsync(request, InProcess.Address, cancellationToken));
    }

    public Task<SubscriptionDetailResponse> GetAsync(string subscriptionId, CancellationToken cancellationToken = default) =>
        InProcess.RunAsync(() => subscriptions.GetAsync(InProcess.Tenant(subscriptionId), cancellationToken));

    public Task<SubscriptionDetailResponse> ChangeTierAsync(string subscriptionId, ChangeTierRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return InProcess.RunAsync(() => subscriptions.ChangeTierAsync(subscriptionId, request, InProcess.Address, cancellationToken));
    }
}
