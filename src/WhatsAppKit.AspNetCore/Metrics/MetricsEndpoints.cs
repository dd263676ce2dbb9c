using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using WhatsAppKit.AspNetCore.Auth;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.RateLimiting;

namespace WhatsAppKit.AspNetCore.Metrics;

/// <summary>Metrics for a scraper.</summary>
internal static class MetricsEndpoints
{
    private const string TextFormat = "text/plain; version=0.0.4; charset=utf-8";

    public static void Map(RouteGroupBuilder gateway)
    {
        var settings = ((IEndpointRouteBuilder)gateway).ServiceProvider.GetRequiredService<IOptions<WhatsAppGatewayOptions>>().Value.Metrics;
        if (!settings.IsServed)
        {
            return;
        }

        var metrics = gateway.MapGet(settings.Path, GetAsync).RateLimited(RatePolicy.Address).WithTags("Metrics").WithName("GetMetrics")
            .Produces<string>(StatusCodes.Status200OK, "text/plain");
        if (settings.IsOpen)
        {
            metrics.AllowAnonymous();
        }
        else
        {
            metrics.RequireAuthorization(Policies.Operator);
        }
    }

    private static async Task<ContentHttpResult> GetAsync(PrometheusExporter exporter, QueueMetrics queue, CancellationToken cancellationToken)
    {
        await queue.RefreshAsync(cancellationToken).ConfigureAwait(false);
        return TypedResults.Text(exporter.Write(), TextFormat);
    }
}
