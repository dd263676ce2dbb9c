using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using WhatsAppKit.AspNetCore.ApiKeys;
using WhatsAppKit.AspNetCore.Auth;
using WhatsAppKit.AspNetCore.Instances;
using WhatsAppKit.AspNetCore.Messages;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the gateway's endpoints.</summary>
public static class GatewayEndpointRouteBuilderExtensions
{
    /// <summary>Maps every endpoint of the gateway. The application adds exception handling, authentication and authorisation.</summary>
    public static IEndpointConventionBuilder MapWhatsAppGateway(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var gateway = endpoints.MapGroup("");
        gateway.MapGet("/health/live", () => TypedResults.Ok(new { status = "live" })).AllowAnonymous().WithTags("Health");
        AuthEndpoints.Map(gateway);
        InstanceEndpoints.Map(gateway);
        ApiKeyEndpoints.Map(gateway);
        MessageEndpoints.Map(gateway);
        return gateway;
    }
}
