using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using WhatsAppKit.AspNetCore.Auth;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.RateLimiting;
using WhatsAppKit.Contracts;
using WhatsAppKit.Contracts.ApiKeys;

namespace WhatsAppKit.AspNetCore.Events;

/// <summary>Sets the hub up. Hubs of the application keep their own settings, and this one is not touched by them.</summary>
internal static class EventHubSetup
{
    private const long MaxMessageBytes = 16 * 1024;
    private const string Json = "json";

    public static void AddEventHub(this IServiceCollection services) => services.AddSignalR().AddHubOptions<EventHub>(hub =>
    {
        hub.SupportedProtocols = [Json];
        hub.EnableDetailedErrors = false;
        hub.MaximumReceiveMessageSize = MaxMessageBytes;
        hub.MaximumParallelInvocationsPerClient = 1;
    });

    public static void Map(RouteGroupBuilder gateway)
    {
        var limit = ((IEndpointRouteBuilder)gateway).ServiceProvider.GetRequiredService<IOptions<WhatsAppGatewayOptions>>().Value.LiveEvents.WriteTimeout;
        gateway.MapHub<EventHub>(Routes.EventHub, connections => connections.TransportSendTimeout = limit)
            .RequireAuthorization(Policies.Permission(Permissions.EventsRead)).RateLimited(RatePolicy.Key);
    }
}
