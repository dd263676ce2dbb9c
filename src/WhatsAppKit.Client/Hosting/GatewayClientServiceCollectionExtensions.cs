using Microsoft.Extensions.Options;
using WhatsAppKit.Client;
using WhatsAppKit.Client.Http;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds typed clients of a gateway.</summary>
public static class GatewayClientServiceCollectionExtensions
{
    private const string ClientName = "WhatsAppGateway";
    private const string ManagementName = "WhatsAppGatewayManagement";

    /// <summary>Adds <see cref="IWhatsAppGateway"/>: the gateway as the instance of one API key sees it.</summary>
    public static IHttpClientBuilder AddWhatsAppGatewayClient(this IServiceCollection services, Action<WhatsAppGatewayClientOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        services.AddTransient<IWhatsAppGateway>(provider => Gateway(provider, Options.Options.DefaultName, ClientName));
        return Add(services, Options.Options.DefaultName, ClientName, configure);
    }

    /// <summary>
    /// Adds one of several clients: <see cref="IWhatsAppGateway"/> under a key, as for <c>[FromKeyedServices("shop")]</c>. Each has its
    /// own gateway or API key.
    /// </summary>
    public static IHttpClientBuilder AddWhatsAppGatewayClient(this IServiceCollection services, string name, Action<WhatsAppGatewayClientOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(configure);
        services.AddKeyedTransient<IWhatsAppGateway>(name, (provider, _) => Gateway(provider, name, $"{ClientName}:{name}"));
        return Add(services, name, $"{ClientName}:{name}", configure);
    }

    /// <summary>Adds <see cref="IWhatsAppGatewayManagement"/>: registers, logs in, and manages a subscription.</summary>
    public static IHttpClientBuilder AddWhatsAppGatewayManagement(this IServiceCollection services, Action<WhatsAppGatewayManagementOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        services.AddOptions<WhatsAppGatewayManagementOptions>().Configure(configure)
            .Validate(options => IsAddress(options.BaseAddress), "WhatsAppGatewayManagementOptions.BaseAddress must be an http:// or https:// address.");
        services.AddTransient<IWhatsAppGatewayManagement>(provider => new WhatsAppGatewayManagement(new GatewayHttp(
            provider.GetRequiredService<IHttpClientFactory>(),
            ManagementName,
            provider.GetRequiredService<IOptions<WhatsAppGatewayManagementOptions>>().Value.BaseAddress!)));
        var client = services.AddHttpClient(ManagementName);
        GatewayResilience.Add(client, provider => provider.GetRequiredService<IOptions<WhatsAppGatewayManagementOptions>>().Value.Resilience);
        return client;
    }

    private static IHttpClientBuilder Add(IServiceCollection services, string options, string name, Action<WhatsAppGatewayClientOptions> configure)
    {
        services.AddOptions<WhatsAppGatewayClientOptions>(options).Configure(configure)
            .Validate(settings => IsAddress(settings.BaseAddress), "WhatsAppGatewayClientOptions.BaseAddress must be an http:// or https:// address.")
            .Validate(settings => !string.IsNullOrWhiteSpace(settings.ApiKey), "WhatsAppGatewayClientOptions.ApiKey is missing.");
        var client = services.AddHttpClient(name);
        GatewayResilience.Add(client, provider => Settings(provider, options).Resilience);
        return client;
    }

    private static WhatsAppGateway Gateway(IServiceProvider provider, string options, string name)
    {
        var settings = Settings(provider, options);
        return new WhatsAppGateway(new GatewayHttp(provider.GetRequiredService<IHttpClientFactory>(), name, settings.BaseAddress!).Create(settings.ApiKey));
    }

    private static WhatsAppGatewayClientOptions Settings(IServiceProvider provider, string name) =>
        provider.GetRequiredService<IOptionsMonitor<WhatsAppGatewayClientOptions>>().Get(name);

    private static bool IsAddress(Uri? address) => address is { IsAbsoluteUri: true, Scheme: "http" or "https" };
}
