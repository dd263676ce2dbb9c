using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace WhatsAppKit.AspNetCore.Stats;

/// <summary>Registers what counts.</summary>
internal static class StatsServices
{
    public static void AddStats(this IServiceCollection services)
    {
        services.TryAddSingleton<DailyCounters>();
        services.TryAddSingleton<ConnectionTimes>();
        services.TryAddSingleton<StatsService>();
        services.AddHostedService<ConnectionTimeCounter>();
    }
}
