using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace WhatsAppKit.AspNetCore.Hosting;

/// <summary>
/// How many parts of a path come before the gateway's own. Endpoints name what they made by its own path; whoever follows that needs the
/// rest as well, which only the request tells.
/// </summary>
internal readonly record struct RoutePrefix(int Segments)
{
    private const string Root = "/api/";

    public static RoutePrefix Of(EndpointBuilder endpoint)
    {
        var pattern = "/" + ((RouteEndpointBuilder)endpoint).RoutePattern.RawText?.TrimStart('/');
        var start = Math.Max(0, pattern.LastIndexOf(Root, StringComparison.Ordinal));
        return new RoutePrefix(pattern.AsSpan(0, start).Count('/'));
    }

    /// <summary>Completes the header <c>Location</c> of what will be answered.</summary>
    public void ApplyTo(HttpContext context)
    {
        if (HttpMethods.IsGet(context.Request.Method) || (Segments == 0 && !context.Request.PathBase.HasValue))
        {
            return;
        }

        var prefix = context.Request.PathBase + string.Concat((context.Request.Path.Value ?? "").Split('/').Skip(1).Take(Segments).Select(part => "/" + part));
        context.Response.OnStarting(() =>
        {
            var location = context.Response.Headers.Location.ToString();
            if (location.StartsWith(Root, StringComparison.Ordinal))
            {
                context.Response.Headers.Location = prefix + location;
            }

            return Task.CompletedTask;
        });
    }
}
