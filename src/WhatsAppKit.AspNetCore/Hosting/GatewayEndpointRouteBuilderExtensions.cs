using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using WhatsAppKit.AspNetCore.ApiKeys;
using WhatsAppKit.AspNetCore.Audit;
using WhatsAppKit.AspNetCore.Auth;
using WhatsAppKit.AspNetCore.Events;
using WhatsAppKit.AspNetCore.Health;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.Hosting.OpenApi;
using WhatsAppKit.AspNetCore.Instances;
using WhatsAppKit.AspNetCore.Media;
using WhatsAppKit.AspNetCore.Messages;
using WhatsAppKit.AspNetCore.Metrics;
using WhatsAppKit.AspNetCore.Pairing;
using WhatsAppKit.AspNetCore.RateLimiting;
using WhatsAppKit.AspNetCore.Stats;
using WhatsAppKit.AspNetCore.Subscriptions;
using WhatsAppKit.AspNetCore.Users;
using WhatsAppKit.AspNetCore.Webhooks;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the gateway's endpoints.</summary>
public static class GatewayEndpointRouteBuilderExtensions
{
    // The longest text, every character of it escaped, with room to spare.
    private const long MaxBodyBytes = 512 * 1024;

    /// <summary>Maps every endpoint of the gateway below a prefix.</summary>
    /// <param name="endpoints">The application, or a group of its endpoints.</param>
    /// <param name="prefix">What every path begins with, such as <c>/whatsapp</c>. Default: nothing.</param>
    /// <returns>
    /// For what applies to every endpoint besides, such as <c>RequireHost</c> or <c>RequireAuthorization</c>. Policies that are added here
    /// see the application's own user and not the gateway's, and hold for logins too.
    /// </returns>
    /// <exception cref="InvalidOperationException"><c>AddWhatsAppGateway</c> was not called.</exception>
    public static IEndpointConventionBuilder MapWhatsAppGateway(this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string prefix = "")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(prefix);
        if (endpoints.ServiceProvider.GetService<RateGate>() is null)
        {
            throw new InvalidOperationException("The gateway's services are missing: call services.AddWhatsAppGateway() first.");
        }

        // A document of our own: the endpoints are not part of those that the application makes of its own.
        var gateway = endpoints.MapGroup(prefix).WithGroupName(ApiDocument.Name)
            .WithMetadata(GatewayEndpoint.Mark, new RequestSizeLimitAttribute(MaxBodyBytes));
        ((IEndpointConventionBuilder)gateway).Finally(EndpointGuard.Enclose);
        HealthEndpoints.Map(gateway);
        MetricsEndpoints.Map(gateway);
        AuthEndpoints.Map(gateway);
        UserEndpoints.Map(gateway);
        SubscriptionEndpoints.Map(gateway);
        InstanceEndpoints.Map(gateway);
        PairingEndpoints.Map(gateway);
        ApiKeyEndpoints.Map(gateway);
        MessageEndpoints.Map(gateway);
        MediaEndpoints.Map(gateway);
        WebhookEndpoints.Map(gateway);
        EventEndpoints.Map(gateway);
        AuditEndpoints.Map(gateway);
        StatsEndpoints.Map(gateway);
        ApiDocumentEndpoints.Map(gateway);
        FeatureEndpoints.Map(gateway);
        return gateway;
    }
}
