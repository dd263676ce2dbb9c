using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using WhatsAppKit.AspNetCore.Embedding;
using WhatsAppKit.AspNetCore.Events;
using WhatsAppKit.AspNetCore.Webhooks;

namespace WhatsAppKit.AspNetCore.Retention;

/// <summary>Registers what clears away.</summary>
internal static class RetentionServices
{
    public static void AddRetention(this IServiceCollection services)
    {
        services.AddSingleton<IEventConsumer>(provider => provider.GetRequiredService<WebhookFanout>());
        services.AddSingleton<IEventConsumer>(provider => provider.GetRequiredService<EventDispatch>());
        services.TryAddSingleton<Batches>();
        services.TryAddSingleton<ExpiredMessages>();
        services.TryAddSingleton<ExpiredRecords>();
        services.TryAddSingleton<ContentEraser>();
        services.TryAddSingleton<OrphanedFiles>();
        services.TryAddSingleton<RetentionSweep>();
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<RetentionSweep>());
    }
}
