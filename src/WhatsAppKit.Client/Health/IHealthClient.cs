using Refit;
using WhatsAppKit.Contracts;
using WhatsAppKit.Contracts.Health;

namespace WhatsAppKit.Client.Health;

/// <summary>Whether the gateway runs and can serve. No credential is needed.</summary>
public interface IHealthClient
{
    /// <summary>Get liveness.</summary>
    [Get(Routes.HealthLive)]
    Task<HealthResponse> GetLivenessAsync(CancellationToken cancellationToken = default);

    /// <summary>Get readiness.</summary>
    [Get(Routes.HealthReady)]
    Task<HealthResponse> GetReadinessAsync(CancellationToken cancellationToken = default);
}
