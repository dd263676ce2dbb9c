using Microsoft.Extensions.DependencyInjection;

namespace WhatsAppKit.AspNetCore.Health;

/// <summary>Adds the gateway's checks to those of the application.</summary>
internal static class HealthServices
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    public static void AddHealth(this IServiceCollection services)
    {
        string[] tags = [GatewayHealth.Tag];
        services.AddHealthChecks()
            .AddCheck<HostHealth>(GatewayHealth.Host, tags: tags)
            .AddCheck<DatabaseHealth>(GatewayHealth.Database, null, tags, Limit)
            .AddCheck<SessionHealth>(GatewayHealth.Sessions, null, tags, Limit)
            .AddCheck<StorageHealth>(GatewayHealth.Storage, null, tags, Limit)
            .AddCheck<QueueHealth>(GatewayHealth.Queue, null, tags, Limit)
            .AddCheck<ConnectionHealth>(GatewayHealth.Connections, tags: tags);
    }
}
