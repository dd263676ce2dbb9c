using Refit;
using WhatsAppKit.Contracts;
using WhatsAppKit.Contracts.Stats;

namespace WhatsAppKit.Client.Stats;

/// <summary>What instances and the subscription sent and received.</summary>
public interface IManagedStatsClient
{
    /// <summary>Get instance stats.</summary>
    [Get(Routes.InstanceStats)]
    Task<StatsResponse> GetForInstanceAsync(
        string id,
        [AliasAs("from")][Query(Format = "yyyy-MM-dd")] DateOnly? since = null,
        [AliasAs("to")][Query(Format = "yyyy-MM-dd")] DateOnly? until = null,
        CancellationToken cancellationToken = default);

    /// <summary>Get subscription stats.</summary>
    [Get(Routes.SubscriptionStats)]
    Task<StatsResponse> GetForSubscriptionAsync(
        [AliasAs("from")][Query(Format = "yyyy-MM-dd")] DateOnly? since = null,
        [AliasAs("to")][Query(Format = "yyyy-MM-dd")] DateOnly? until = null,
        CancellationToken cancellationToken = default);
}
