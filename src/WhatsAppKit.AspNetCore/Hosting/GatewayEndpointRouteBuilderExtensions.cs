using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using WhatsAppKit.AspNetCore.ApiKeys;
using WhatsAppKit.AspNetCore.Audit;
using WhatsAppKit.AspNetCore.Auth;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.Hosting.OpenApi;
using WhatsAppKit.AspNetCore.Instances;
using WhatsAppKit.AspNetCore.Logging;
using WhatsAppKit.AspNetCore.Media;
using WhatsAppKit.AspNetCore.Messages;
using WhatsAppKit.AspNetCore.Pairing;
using WhatsAppKit.AspNetCore.RateLimiting;
using WhatsAppKit.AspNetCore.Subscriptions;
using WhatsAppKit.AspNetCore.Users;

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
        ((IEndpointConventionBuilder)gateway).Finally(Guard);
        HealthEndpoints.Map(gateway);
        AuthEndpoints.Map(gateway);
        UserEndpoints.Map(gateway);
        SubscriptionEndpoints.Map(gateway);
        InstanceEndpoints.Map(gateway);
        PairingEndpoints.Map(gateway);
        ApiKeyEndpoints.Map(gateway);
        MessageEndpoints.Map(gateway);
        MediaEndpoints.Map(gateway);
        AuditEndpoints.Map(gateway);
        ApiDocumentEndpoints.Map(gateway);
        FeatureEndpoints.Map(gateway);
        return gateway;
    }

    /// <summary>Counts requests before anything of them is read, and gives everything that is logged for them their correlation id.</summary>
    private static void Guard(EndpointBuilder endpoint)
    {
        var policy = endpoint.Metadata.OfType<RateLimitedBy>().LastOrDefault()?.Policy
            ?? throw new InvalidOperationException($"The endpoint {endpoint.DisplayName} names no rate limit.");
        var next = endpoint.RequestDelegate!;
        endpoint.RequestDelegate = async context =>
        {
            using var scope = RequestTrace.Of(context).Scope();
            await context.RequestServices.GetRequiredService<RateGate>().PassAsync(context, policy, next).ConfigureAwait(false);
        };
    }
}
