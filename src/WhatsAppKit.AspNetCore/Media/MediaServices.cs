using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using WhatsAppKit.AspNetCore.Net;

namespace WhatsAppKit.AspNetCore.Media;

/// <summary>Registers what files need.</summary>
internal static class MediaServices
{
    public static void AddMedia(this IServiceCollection services)
    {
        services.TryAddSingleton<IHostResolver, SystemHostResolver>();
        services.TryAddSingleton<OutboundHttp>();
        services.TryAddSingleton<MediaFiles>();
        services.TryAddSingleton<MediaStore>();
        services.TryAddSingleton<MediaIntake>();
        services.TryAddSingleton<MediaFetcher>();
        services.TryAddSingleton<MediaDownloads>();
    }
}
