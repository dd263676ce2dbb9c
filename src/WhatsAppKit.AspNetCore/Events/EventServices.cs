using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace WhatsAppKit.AspNetCore.Events;

/// <summary>Registers what writes events.</summary>
internal static class EventServices
{
    public static void AddEvents(this IServiceCollection services)
    {
        services.TryAddSingleton<EventLog>();
        services.TryAddSingleton<EventReader>();
        services.TryAddSingleton<EventSignal>();
        services.TryAddSingleton<EventCommits>();
    }
}
