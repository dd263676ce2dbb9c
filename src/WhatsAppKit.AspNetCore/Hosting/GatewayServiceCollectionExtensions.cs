using Microsoft.AspNetCore.Authentication;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using WhatsAppKit.AspNetCore.ApiKeys;
using WhatsAppKit.AspNetCore.Audit;
using WhatsAppKit.AspNetCore.Auth;
using WhatsAppKit.AspNetCore.Connections;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.Hosting.OpenApi;
using WhatsAppKit.AspNetCore.Instances;
using WhatsAppKit.AspNetCore.Logging;
using WhatsAppKit.AspNetCore.Media;
using WhatsAppKit.AspNetCore.Messages;
using WhatsAppKit.AspNetCore.Pairing;
using WhatsAppKit.AspNetCore.Persistence;
using WhatsAppKit.AspNetCore.RateLimiting;
using WhatsAppKit.AspNetCore.Subscriptions;
using WhatsAppKit.AspNetCore.Users;
using WhatsAppKit.Core.Media;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the gateway to an application.</summary>
public static class GatewayServiceCollectionExtensions
{
    /// <summary>Adds the gateway, configured by the section <c>WhatsAppGateway</c> and then by <paramref name="configure"/>.</summary>
    public static IServiceCollection AddWhatsAppGateway(this IServiceCollection services, Action<WhatsAppGatewayOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var options = services.AddOptions<WhatsAppGatewayOptions>()
            .BindConfiguration(WhatsAppGatewayOptions.Section).ValidateOnStart();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        options.PostConfigure<IHostEnvironment>((settings, host) =>
            settings.WhatsApp.TrustedMediaCertificate = MediaCertificate.Read(settings.WhatsApp.TrustedMediaCertificate, host.ContentRootPath));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<WhatsAppGatewayOptions>, GatewayOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<GatewayLogs>();
        services.TryAddSingleton<GatewaySecrets>();
        services.TryAddSingleton<RecordSealer>();
        services.TryAddSingleton<IThumbnailer, SkiaThumbnailer>();
        services.TryAddSingleton<TokenService>();
        services.TryAddSingleton<AuthService>();
        services.TryAddSingleton<LoginSessions>();
        services.TryAddSingleton<LoginThrottling>();
        services.TryAddSingleton<PasswordHasher>();
        services.TryAddSingleton<PasswordTokens>();
        services.TryAddSingleton<OperatorKey>();
        services.TryAddSingleton<IAccountMessageSender, UndeliveredMessages>();
        services.TryAddSingleton<AccountMessages>();
        services.AddHostedService(provider => provider.GetRequiredService<AccountMessages>());
        services.TryAddSingleton<RateGate>();
        services.TryAddSingleton<UserService>();
        services.TryAddSingleton<MessageQuota>();
        services.TryAddSingleton<SubscriptionService>();
        services.TryAddSingleton<AuditLog>();
        services.TryAddSingleton<ApiKeyAuthentication>();
        services.TryAddSingleton<ApiKeyService>();
        services.TryAddSingleton<InstanceService>();
        services.TryAddSingleton<PairingService>();
        services.AddMessages();
        services.AddMedia();
        services.AddDbContextFactory<GatewayDbContext>((provider, builder) => builder.UseSqlite(ConnectionString(provider)));
        services.AddHostedService<DatabaseMigration>();
        services.AddMetrics();
        services.TryAddSingleton<InstanceMetrics>();
        services.TryAddSingleton<InProcessConnections>();
        services.TryAddSingleton<IInstanceConnections>(provider => provider.GetRequiredService<InProcessConnections>());
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<InProcessConnections>());
        ApiDocument.Add(services);
        AddSecurity(services);
        return services;
    }

    private static void AddSecurity(IServiceCollection services)
    {
        services.AddProblemDetails(problems => problems.CustomizeProblemDetails += Problems.AddCode);
        services.AddExceptionHandler<Problems>();

        // No default scheme: which one the application around us uses for its own endpoints is its choice.
        services.AddAuthentication()
            .AddScheme<AuthenticationSchemeOptions, BearerHandler>(BearerHandler.SchemeName, null);
        Policies.Add(services.AddAuthorizationBuilder());
    }

    private static string ConnectionString(IServiceProvider provider)
    {
        var configured = provider.GetRequiredService<IOptions<WhatsAppGatewayOptions>>().Value.ConnectionString;
        return configured ?? new SqliteConnectionStringBuilder
        {
            DataSource = Path.Combine(provider.GetRequiredService<GatewaySecrets>().DataDirectory, "gateway.db"),
        }.ToString();
    }
}
