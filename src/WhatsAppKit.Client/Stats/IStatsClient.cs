using Refit;
using WhatsAppKit.Contracts;
using WhatsAppKit.Contracts.Stats;

namespace WhatsAppKit.Client.Stats;

/// <summary>What the instance sent and received.</summary>
public interface IStatsClient
{
    /// <summary>Get own stats. Needs the permission <c>instance:read</c>.</summary>
    [Get(Routes.Stats)]
    Task<StatsResponse> GetAsync(
        [AliasAs("from")][Query(Format = "yyyy-MM-dd")] DateOnly? since = null,
        [AliasAs("to")][Query(Format = "yyyy-MM-dd")] DateOnly? until = null,
        CancellationToken cancellationToken = default);
}
