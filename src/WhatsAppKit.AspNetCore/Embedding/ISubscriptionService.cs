using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.Contracts.Auth;
using WhatsAppKit.Contracts.Subscriptions;

namespace WhatsAppKit.AspNetCore.Embedding;

/// <summary>Subscriptions, for the application around the gateway: without HTTP, by the rules of the endpoints.</summary>
public interface ISubscriptionService
{
    /// <summary>Creates a subscription and its first administrator, who can log in at the gateway.</summary>
    /// <exception cref="GatewayException">The request is not valid, or the email is taken.</exception>
    Task<AuthResponse> RegisterAsync(RegisterRequest request, CancellationToken cancellationToken = default);

    /// <summary>A subscription's limits, and what it has used.</summary>
    /// <exception cref="GatewayException">There is no such subscription.</exception>
    Task<SubscriptionDetailResponse> GetAsync(string subscriptionId, CancellationToken cancellationToken = default);

    /// <summary>Changes a subscription's tier, as the gateway's operator may.</summary>
    /// <exception cref="GatewayException">There is no such subscription or tier.</exception>
    Task<SubscriptionDetailResponse> ChangeTierAsync(string subscriptionId, ChangeTierRequest request, CancellationToken cancellationToken = default);
}
