using Refit;
using WhatsAppKit.Contracts;
using WhatsAppKit.Contracts.Subscriptions;

namespace WhatsAppKit.Client.Subscriptions;

/// <summary>The subscription: its limits, its use and its privacy.</summary>
public interface ISubscriptionClient
{
    /// <summary>Get subscription.</summary>
    [Get(Routes.Subscription)]
    Task<SubscriptionDetailResponse> GetAsync(CancellationToken cancellationToken = default);

    /// <summary>Change privacy. For administrators.</summary>
    [Put(Routes.SubscriptionPrivacy)]
    Task<PrivacyResponse> ChangePrivacyAsync([Body] UpdatePrivacyRequest request, CancellationToken cancellationToken = default);
}
