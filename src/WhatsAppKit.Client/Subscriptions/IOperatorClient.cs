using Refit;
using WhatsAppKit.Contracts;
using WhatsAppKit.Contracts.Health;
using WhatsAppKit.Contracts.Subscriptions;

namespace WhatsAppKit.Client.Subscriptions;

/// <summary>What the operator of the gateway may do.</summary>
public interface IOperatorClient
{
    /// <summary>Get health.</summary>
    [Get(Routes.Health)]
    Task<HealthReportResponse> GetHealthAsync(CancellationToken cancellationToken = default);

    /// <summary>Change tier.</summary>
    [Put(Routes.SubscriptionTier)]
    Task<SubscriptionDetailResponse> ChangeTierAsync(string subscriptionId, [Body] ChangeTierRequest request, CancellationToken cancellationToken = default);
}
