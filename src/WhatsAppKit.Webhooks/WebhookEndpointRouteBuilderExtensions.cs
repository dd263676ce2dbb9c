using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WhatsAppKit.Client.Webhooks;
using WhatsAppKit.Webhooks;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Receives the webhooks of a gateway.</summary>
public static class WebhookEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Receives what a gateway posts: verifies its signature and age, hands each event to the handlers once, and answers so that the gateway
    /// repeats what failed. The signature is the authentication: the application's own policies do not apply.
    /// </summary>
    /// <param name="endpoints">The application, or a group of its endpoints.</param>
    /// <param name="pattern">The path that the gateway posts to.</param>
    /// <param name="secret">The webhook's secret, as the gateway showed it: <c>whsec_</c> and base64.</param>
    /// <param name="configure">Says what is done with events. Every <see cref="IWebhookHandler"/> among the services is told besides.</param>
    /// <returns>For what applies to the endpoint besides, such as <c>RequireHost</c>.</returns>
    /// <exception cref="ArgumentException">That is no secret, or a handler does not fit its type of events.</exception>
    public static IEndpointConventionBuilder MapWhatsAppWebhooks(
        this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string pattern, string secret, Action<WebhookHandlers>? configure = null) =>
        endpoints.MapWhatsAppWebhooks(pattern, [secret], configure);

    /// <summary>The same with any of several secrets, for the time in which one replaces another.</summary>
    /// <param name="endpoints">The application, or a group of its endpoints.</param>
    /// <param name="pattern">The path that the gateway posts to.</param>
    /// <param name="secrets">The secrets.</param>
    /// <param name="configure">Says what is done with events.</param>
    /// <returns>For what applies to the endpoint besides.</returns>
    /// <exception cref="ArgumentException">One of them is no secret, there is none, or a handler does not fit its type of events.</exception>
    public static IEndpointConventionBuilder MapWhatsAppWebhooks(
        this IEndpointRouteBuilder endpoints,
        [StringSyntax("Route")] string pattern,
        IReadOnlyCollection<string> secrets,
        Action<WebhookHandlers>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(pattern);
        var services = endpoints.ServiceProvider;
        var options = services.GetRequiredService<IOptions<WebhookReceiverOptions>>().Value;
        var time = services.GetService<TimeProvider>() ?? TimeProvider.System;
        var handlers = new WebhookHandlers();
        configure?.Invoke(handlers);
        var endpoint = new WebhookEndpoint(
            pattern,
            new WebhookVerifier(secrets, time) { Tolerance = options.Tolerance },
            handlers,
            services.GetService<IWebhookDeduplication>() ?? new MemoryWebhookDeduplication(time),
            options,
            services.GetRequiredService<ILoggerFactory>().CreateLogger("WhatsAppKit.Webhooks"),
            services.GetService<IHostApplicationLifetime>()?.ApplicationStopping ?? CancellationToken.None);
        return endpoints.MapPost(pattern, endpoint.ReceiveAsync).AllowAnonymous().WithDisplayName($"WhatsApp webhooks at {pattern}");
    }
}
