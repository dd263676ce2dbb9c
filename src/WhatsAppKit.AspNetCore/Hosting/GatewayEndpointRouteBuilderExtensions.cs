using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using WhatsAppKit.AspNetCore.ApiKeys;
using WhatsAppKit.AspNetCore.Audit;
using WhatsAppKit.AspNetCore.Auth;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.Hosting.OpenApi;
using WhatsAppKit.AspNetCore.Instances;
using WhatsAppKit.AspNetCore.Media;
using WhatsAppKit.AspNetCore.Messages;
using WhatsAppKit.AspNetCore.Pairing;
using WhatsAppKit.AspNetCore.RateLimiting;
using WhatsAppKit.AspNetCore.Subscriptions;
using WhatsAppKit.AspNetCore.Users;
using WhatsAppKit.AspNetCore.Webhooks;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the gateway's endpoints.</summary>
public static class GatewayEndpointRouteBuilderExtensions
{
    // The longest text, every character of it escaped, with room to spare.
    private const long MaxBodyBytes = 512 * 1024;

    /// <summary>Maps every endpoint of the gateway. The application adds exception handling, authentication and authorisation.</summary>
    public static IEndpointConventionBuilder MapWhatsAppGateway(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var gateway = endpoints.MapGroup("").WithMetadata(GatewayEndpoint.Mark, new RequestSizeLimitAttribute(MaxBodyBytes));
        ((IEndpointConventionBuilder)gateway).Finally(Limit);
        HealthEndpoints.Map(gateway);
        AuthEndpoints.Map(gateway);
        UserEndpoints.Map(gateway);
        SubscriptionEndpoints.Map(gateway);
        InstanceEndpoints.Map(gateway);
        PairingEndpoints.Map(gateway);
        ApiKeyEndpoints.Map(gateway);
        MessageEndpoints.Map(gateway);
        MediaEndpoints.Map(gateway);
        WebhookEndpoints.Map(gateway);
        AuditEndpoints.Map(gateway);
        ApiDocumentEndpoints.Map(gateway);
        FeatureEndpoints.Map(gateway);
        return gateway;
    }

    /// <summary>Counts requests before anything of them is read.</summary>
    private static void Limit(EndpointBuilder endpoint)
    {
        var policy = endpoint.Metadata.OfType<RateLimitedBy>().LastOrDefault()?.Policy
            ?? throw new InvalidOperationException($"The endpoint {endpoint.DisplayName} names no rate limit.");
        var next = endpoint.RequestDelegate!;
        endpoint.RequestDelegate = context => context.RequestServices.GetRequiredService<RateGate>().PassAsync(context, policy, next);
    }
}
