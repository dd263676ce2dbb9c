using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using WhatsAppKit.AspNetCore.ApiKeys;
using WhatsAppKit.AspNetCore.Audit;
using WhatsAppKit.AspNetCore.Auth;
using WhatsAppKit.AspNetCore.Connections;
using WhatsAppKit.AspNetCore.Embedding;
using WhatsAppKit.AspNetCore.Events;
using WhatsAppKit.AspNetCore.Health;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.Hosting.OpenApi;
using WhatsAppKit.AspNetCore.Instances;
using WhatsAppKit.AspNetCore.Logging;
using WhatsAppKit.AspNetCore.Media;
using WhatsAppKit.AspNetCore.Messages;
using WhatsAppKit.AspNetCore.Messages.Queue;
using WhatsAppKit.AspNetCore.Metrics;
using WhatsAppKit.AspNetCore.Pairing;
using WhatsAppKit.AspNetCore.Persistence;
using WhatsAppKit.AspNetCore.RateLimiting;
using WhatsAppKit.AspNetCore.Retention;
using WhatsAppKit.AspNetCore.Stats;
using WhatsAppKit.AspNetCore.Subscriptions;
using WhatsAppKit.AspNetCore.Users;
using WhatsAppKit.AspNetCore.Webhooks;
using WhatsAppKit.Core.Media;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the gateway to an application.</summary>
public static class GatewayServiceCollectionExtensions
{
    /// <summary>
    /// Adds the gateway, configured by the section <c>WhatsAppGateway</c> and then by <paramref name="configure"/>. What the application
    /// registers itself wins, before or after; a second call only configures further.
    /// </summary>
    public static IWhatsAppGatewayBuilder AddWhatsAppGateway(this IServiceCollection services, Action<WhatsAppGatewayOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        if (!services.Any(service => service.ServiceType == typeof(Problems)))
        {
            Add(services);
        }

        if (configure is not null)
        {
            services.Configure(configure);
        }

        return new GatewayBuilder(services);
    }

    private static void Add(IServiceCollection services)
    {
        services.AddOptions<WhatsAppGatewayOptions>().BindConfiguration(WhatsAppGatewayOptions.Section).ValidateOnStart()
            .PostConfigure<IHostEnvironment>((settings, host) =>
                settings.WhatsApp.TrustedMediaCertificate = MediaCertificate.Read(settings.WhatsApp.TrustedMediaCertificate, host.ContentRootPath));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<WhatsAppGatewayOptions>, GatewayOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<GatewayLogs>();
        services.TryAddSingleton<GatewaySecrets>();
        services.TryAddSingleton<RecordSealer>();
        services.TryAddSingleton<IThumbnailer, SkiaThumbnailer>();
        AddPeople(services);
        services.AddEvents();
        services.AddStats();
        services.AddMessages();
        services.AddMedia();
        services.TryAddSingleton<GatewayDatabase>();
        services.AddDbContextFactory<GatewayDbContext>((provider, options) => provider.GetRequiredService<GatewayDatabase>().Configure(provider, options));
        services.AddHostedService<DatabaseMigration>();
        services.AddGatewayMetrics();
        services.AddHealth();
        services.TryAddSingleton<ConnectionFeed>();
        services.TryAddSingleton<ConnectionRecorder>();
        services.TryAddSingleton<InProcessConnections>();
        services.TryAddSingleton<IInstanceConnections>(provider => provider.GetRequiredService<InProcessConnections>());
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<InProcessConnections>());

        // The last to start is the first to stop: what is being sent gets its answer before the connections end.
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<SendQueue>());
        services.AddWebhooks();
        services.AddEmbedding();
        services.AddRetention();
        ApiDocument.Add(services);
        AddSecurity(services);
    }

    private static void AddPeople(IServiceCollection services)
    {
        services.TryAddSingleton<TokenService>();
        services.TryAddSingleton<AuthService>();
        services.TryAddSingleton<LoginSessions>();
        services.TryAddSingleton<LoginThrottling>();
        services.TryAddSingleton<PasswordHasher>();
        services.TryAddSingleton<PasswordTokens>();
        services.TryAddSingleton<OperatorKey>();
        services.TryAddSingleton<Credentials>();
        services.TryAddSingleton<IAccountMessageSender, UndeliveredMessages>();
        services.TryAddSingleton<AccountMessages>();
        services.AddHostedService(provider => provider.GetRequiredService<AccountMessages>());
        services.TryAddSingleton<MemoryRateLimitStore>();
        services.TryAddSingleton<IRateLimitStore>(provider => provider.GetRequiredService<MemoryRateLimitStore>());
        services.TryAddSingleton<RateCounts>();
        services.TryAddSingleton<RateGate>();
        services.TryAddSingleton<UserService>();
        services.TryAddSingleton<MessageQuota>();
        services.TryAddSingleton<SubscriptionService>();
        services.TryAddSingleton<AuditLog>();
        services.TryAddSingleton<ApiKeyAuthentication>();
        services.TryAddSingleton<ApiKeyService>();
        services.TryAddSingleton<InstanceService>();
        services.TryAddSingleton<PairingCodeLimit>();
        services.TryAddSingleton<PairingService>();
    }

    private static void AddSecurity(IServiceCollection services)
    {
        // For failures before an endpoint is reached; those in endpoints never get that far. It answers for our endpoints only.
        services.TryAddSingleton<Problems>();
        services.AddExceptionHandler<Problems>();

        // No default scheme: which one the application around us uses for its own endpoints is its choice.
        services.AddAuthentication()
            .AddScheme<AuthenticationSchemeOptions, BearerHandler>(BearerHandler.SchemeName, null);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostConfigureOptions<AuthenticationOptions>, ApplicationScheme>());
        Policies.Add(services.AddAuthorizationBuilder());
    }
}
