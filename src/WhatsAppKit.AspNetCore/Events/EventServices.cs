using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace WhatsAppKit.AspNetCore.Events;

/// <summary>Registers what writes events, and what tells them.</summary>
internal static class EventServices
{
    public static void AddEvents(this IServiceCollection services)
    {
        services.TryAddSingleton<EventLog>();
        services.TryAddSingleton<EventReader>();
        services.TryAddSingleton<EventSignal>();
        services.TryAddSingleton<EventCommits>();
        services.TryAddSingleton<EventViews>();
        services.TryAddSingleton<EventPages>();
        services.TryAddSingleton<LiveReaders>();
        services.TryAddSingleton<LiveEvents>();
        services.AddEventHub();
    }
}
