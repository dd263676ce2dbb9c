using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace WhatsAppKit.AspNetCore.Webhooks;

/// <summary>Registers what tells webhooks of events.</summary>
internal static class WebhookServices
{
    public static void AddWebhooks(this IServiceCollection services)
    {
        services.TryAddSingleton<WebhookSettingsReader>();
        services.TryAddSingleton<WebhookSender>();
        services.TryAddSingleton<WebhookService>();
        services.TryAddSingleton<WebhookDeliveries>();
        services.TryAddSingleton<WebhookFanout>();
        services.TryAddSingleton<WebhookQueue>();
        services.TryAddSingleton<WebhookLanes>();
        services.TryAddSingleton<WebhookDispatcher>();
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<WebhookDispatcher>());
    }
}
