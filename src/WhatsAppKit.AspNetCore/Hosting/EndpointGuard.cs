using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using WhatsAppKit.AspNetCore.Logging;
using WhatsAppKit.AspNetCore.RateLimiting;

namespace WhatsAppKit.AspNetCore.Hosting;

/// <summary>
/// What stands around every endpoint of the gateway, whatever the application around it has or lacks: limits, the application's extra
/// policies, descriptions of failures, and JSON.
/// </summary>
internal static class EndpointGuard
{
    /// <summary>Called last for each endpoint: what the application has added to it is known by then.</summary>
    public static void Enclose(EndpointBuilder endpoint)
    {
        var limit = endpoint.Metadata.OfType<RateLimitedBy>().LastOrDefault()?.Policy
            ?? throw new InvalidOperationException($"The endpoint {endpoint.DisplayName} names no rate limit.");
        var extra = ApplicationPolicies.TakeFrom(endpoint);
        KeepClosed(endpoint);
        NameForDocument(endpoint);
        var prefix = RoutePrefix.Of(endpoint);
        var inner = endpoint.RequestDelegate!;
        RequestDelegate answer = context => AnswerAsync(context, inner, prefix);
        var admit = extra is null ? answer : context => extra.PassAsync(context, answer);
        endpoint.RequestDelegate = async context =>
        {
            // Everything that is logged for the request has its correlation id.
            using var scope = RequestTrace.Of(context).Scope();
            SecurityHeaders.AddTo(context.Response);
            await context.RequestServices.GetRequiredService<RateGate>().PassAsync(context, limit, admit).ConfigureAwait(false);
        };
    }

    private static async Task AnswerAsync(HttpContext context, RequestDelegate next, RoutePrefix prefix)
    {
        var services = context.RequestServices;
        prefix.ApplyTo(context);
        context.RequestServices = new GatewayJson(services);
        try
        {
            await next(context).ConfigureAwait(false);
        }
        catch (Exception error) when (!context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            Forget(context.Response.Headers);
            await services.GetRequiredService<Problems>().HandleAsync(context, error).ConfigureAwait(false);
        }
        finally
        {
            context.RequestServices = services;
        }
    }

    /// <summary>What was said of an answer that did not come about. What the application's middleware has said stays.</summary>
    private static void Forget(IHeaderDictionary headers)
    {
        headers.ContentLength = null;
        headers.ContentType = default;
        headers.ContentDisposition = default;
        headers.ETag = default;
        headers.LastModified = default;
        headers.Location = default;
        headers.CacheControl = "no-cache,no-store";
    }

    /// <summary>An application that opens all it has must not open this.</summary>
    private static void KeepClosed(EndpointBuilder endpoint)
    {
        var isClosed = endpoint.Metadata.OfType<IAuthorizeData>().Any();
        if (!isClosed && !endpoint.Metadata.OfType<IAllowAnonymous>().Any())
        {
            throw new InvalidOperationException($"The endpoint {endpoint.DisplayName} names no policy.");
        }

        for (var i = endpoint.Metadata.Count - 1; isClosed && i >= 0; i--)
        {
            if (endpoint.Metadata[i] is IAllowAnonymous)
            {
                endpoint.Metadata.RemoveAt(i);
            }
        }
    }

    /// <summary>Names are for the document only: among the application's own, one of them twice would break every link it makes.</summary>
    private static void NameForDocument(EndpointBuilder endpoint)
    {
        if (endpoint.Metadata.OfType<IEndpointNameMetadata>().LastOrDefault() is not { } name)
        {
            return;
        }

        for (var i = endpoint.Metadata.Count - 1; i >= 0; i--)
        {
            if (endpoint.Metadata[i] is IEndpointNameMetadata or IRouteNameMetadata)
            {
                endpoint.Metadata.RemoveAt(i);
            }
        }

        endpoint.Metadata.Add(new OperationName(name.EndpointName));
    }
}

/// <summary>The name of an endpoint in the document.</summary>
internal sealed record OperationName(string Text);
