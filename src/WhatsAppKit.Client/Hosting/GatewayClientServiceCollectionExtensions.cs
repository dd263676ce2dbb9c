using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Options;
using Polly;
using Refit;
using WhatsAppKit.Client;
using WhatsAppKit.Client.Http;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds typed clients of a gateway.</summary>
public static class GatewayClientServiceCollectionExtensions
{
    private const int MaxResponseBytes = 16 * 1024 * 1024;

    // Longer than a gateway waits for WhatsApp's answer to a message.
    private static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(45);

    /// <summary>Adds <see cref="IWhatsAppGateway"/>: sends and lists messages as the instance of one API key.</summary>
    /// <remarks>Reading is repeated after a passing failure; sending never is, so that no message goes out twice.</remarks>
    public static IServiceCollection AddWhatsAppGatewayClient(this IServiceCollection services, Action<WhatsAppGatewayClientOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        services.AddOptions<WhatsAppGatewayClientOptions>().Configure(configure)
            .Validate(options => IsAddress(options.BaseAddress), "WhatsAppGatewayClientOptions.BaseAddress must be an http:// or https:// address.")
            .Validate(options => !string.IsNullOrWhiteSpace(options.ApiKey), "WhatsAppGatewayClientOptions.ApiKey is missing.");
        services.AddTransient<ApiKeyHandler>();
        AddClient<IIntegrationApi>(services, provider => provider.GetRequiredService<IOptions<WhatsAppGatewayClientOptions>>().Value.BaseAddress!)
            .AddHttpMessageHandler<ApiKeyHandler>();
        services.AddTransient<IWhatsAppGateway, WhatsAppGateway>();
        return services;
    }

    /// <summary>Adds <see cref="IWhatsAppGatewayManagement"/>: registers, logs in, and manages instances and API keys.</summary>
    public static IServiceCollection AddWhatsAppGatewayManagement(this IServiceCollection services, Action<WhatsAppGatewayManagementOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        services.AddOptions<WhatsAppGatewayManagementOptions>().Configure(configure)
            .Validate(options => IsAddress(options.BaseAddress), "WhatsAppGatewayManagementOptions.BaseAddress must be an http:// or https:// address.");
        AddClient<IManagementApi>(services, provider => provider.GetRequiredService<IOptions<WhatsAppGatewayManagementOptions>>().Value.BaseAddress!);
        services.AddTransient<IWhatsAppGatewayManagement, WhatsAppGatewayManagement>();
        return services;
    }

    private static bool IsAddress(Uri? address) => address is { IsAbsoluteUri: true, Scheme: "http" or "https" };

    private static IHttpClientBuilder AddClient<T>(IServiceCollection services, Func<IServiceProvider, Uri> address)
        where T : class
    {
        var client = services.AddRefitGeneratedClient<T>(GatewayJson.Default, _ => new RefitSettings
        {
            ExceptionFactory = GatewayErrors.FromResponseAsync,
            TransportExceptionFactory = GatewayErrors.FromTransport,
            DeserializationExceptionFactory = GatewayErrors.FromContentAsync,
        });
        client.ConfigureHttpClient((provider, http) =>
        {
            http.BaseAddress = address(provider);
            http.MaxResponseContentBufferSize = MaxResponseBytes;

            // The time-out of each attempt is the pipeline's.
            http.Timeout = Timeout.InfiniteTimeSpan;
        });
        client.AddResilienceHandler("gateway", pipeline =>
        {
            var retry = new HttpRetryStrategyOptions { MaxRetryAttempts = 3, BackoffType = DelayBackoffType.Exponential, UseJitter = true };
            retry.DisableForUnsafeHttpMethods();
            pipeline.AddRetry(retry).AddTimeout(AttemptTimeout);
        });
        return client;
    }
}
