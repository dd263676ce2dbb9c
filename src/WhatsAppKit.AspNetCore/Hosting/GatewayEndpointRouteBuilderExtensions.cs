using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using WhatsAppKit.AspNetCore.ApiKeys;
using WhatsAppKit.AspNetCore.Auth;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.Instances;
using WhatsAppKit.AspNetCore.Messages;

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
        HealthEndpoints.Map(gateway);
        AuthEndpoints.Map(gateway);
        InstanceEndpoints.Map(gateway);
        ApiKeyEndpoints.Map(gateway);
        MessageEndpoints.Map(gateway);
        return gateway;
    }
}
