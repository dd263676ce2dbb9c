using Microsoft.Extensions.Diagnostics.HealthChecks;
using WhatsAppKit.AspNetCore.Connections;
using WhatsAppKit.Core;

namespace WhatsAppKit.AspNetCore.Health;

/// <summary>The instances by state. Degraded when some are on their way up and none is: WhatsApp is out of reach, or all of them are stuck.</summary>
internal sealed class ConnectionHealth(InstanceMetrics instances) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var states = instances.Instances().ToArray();
        var numbers = states.CountBy(PublicStatus.Of).ToDictionary(count => count.Key, count => (object)(long)count.Value);
        var isStuck = states.Contains(ConnectionState.Reconnecting) && !states.Contains(ConnectionState.Connected);
        return Task.FromResult(isStuck ? HealthCheckResult.Degraded("No instance is connected.", data: numbers) : HealthCheckResult.Healthy(data: numbers));
    }
}
