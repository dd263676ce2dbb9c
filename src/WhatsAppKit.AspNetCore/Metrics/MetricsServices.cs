using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using WhatsAppKit.AspNetCore.Connections;

namespace WhatsAppKit.AspNetCore.Metrics;

/// <summary>Registers what measures.</summary>
internal static class MetricsServices
{
    public static void AddGatewayMetrics(this IServiceCollection services)
    {
        services.AddMetrics();
        services.TryAddSingleton<InstanceMetrics>();
        services.TryAddSingleton<GatewayMetrics>();
        services.TryAddSingleton<QueueMetrics>();
        services.TryAddSingleton<PrometheusExporter>();
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<PrometheusExporter>());
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<QueueMetrics>());
    }
}
