using Microsoft.Extensions.Diagnostics.HealthChecks;
using WhatsAppKit.AspNetCore.Metrics;

namespace WhatsAppKit.AspNetCore.Health;

/// <summary>
/// How many messages and deliveries wait, and for how long. It is never unhealthy by that: what waits for an instance that is offline waits
/// for days, and a gateway that is taken out of service sends nothing at all.
/// </summary>
internal sealed class QueueHealth(QueueMetrics queue) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var load = await queue.RefreshAsync(cancellationToken).ConfigureAwait(false);
        return HealthCheckResult.Healthy(data: new Dictionary<string, object>
        {
            ["messages"] = load.Messages,
            ["oldestMessageSeconds"] = (long)load.OldestMessage.TotalSeconds,
            ["deliveries"] = load.Deliveries,
            ["oldestDeliverySeconds"] = (long)load.OldestDelivery.TotalSeconds,
        });
    }
}
