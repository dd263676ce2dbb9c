using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace WhatsAppKit.AspNetCore.Embedding;

/// <summary>Registers what the application around the gateway may use of it without HTTP.</summary>
internal static class EmbeddingServices
{
    public static void AddEmbedding(this IServiceCollection services)
    {
        services.TryAddSingleton<InProcessSends>();
        services.TryAddSingleton<ISubscriptionService, InProcessSubscriptions>();
        services.TryAddSingleton<IInstanceService, InProcessInstances>();
        services.TryAddSingleton<IMessageSender, InProcessMessages>();
        services.TryAddSingleton<EventDispatch>();
        services.AddHostedService(provider => provider.GetRequiredService<EventDispatch>());
    }
}
