using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using WhatsAppKit.AspNetCore.Auth;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.Contracts;

namespace WhatsAppKit.AspNetCore.Instances;

/// <summary>The instance a request is about: that of its API key or, for a person, the one that a header names.</summary>
internal sealed record InstanceScope(TenantContext Tenant)
{
    /// <summary>Called by the framework to bind a parameter of this type.</summary>
    public static async ValueTask<InstanceScope?> BindAsync(HttpContext context)
    {
        var tenant = TenantContext.Of(context.User);
        var named = context.Request.Headers[Routes.InstanceHeader].ToString();
        if (tenant.InstanceId is { } own)
        {
            // A key reaches its own instance only; a header that says otherwise is not silently ignored.
            return named.Length == 0 || named == own ? new InstanceScope(tenant) : throw GatewayException.NotFound();
        }

        if (named.Length == 0)
        {
            throw GatewayException.Invalid(Routes.InstanceHeader, "With a person's token this header must name the instance.");
        }

        var instances = context.RequestServices.GetRequiredService<InstanceService>();
        await instances.RequireAsync(tenant, named, context.RequestAborted).ConfigureAwait(false);
        return new InstanceScope(tenant with { InstanceId = named });
    }
}
