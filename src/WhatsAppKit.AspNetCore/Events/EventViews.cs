using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using WhatsAppKit.AspNetCore.Auth;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.Instances;
using WhatsAppKit.AspNetCore.Webhooks;
using WhatsAppKit.Contracts;
using WhatsAppKit.Contracts.ApiKeys;
using WhatsAppKit.Contracts.Users;

namespace WhatsAppKit.AspNetCore.Events;

/// <summary>Decides what a caller may see of the events.</summary>
internal sealed class EventViews(InstanceService instances)
{
    /// <summary>What a request asks for.</summary>
    public Task<EventView> OfAsync(HttpContext context, string? instanceId, string? types, string? content)
    {
        var header = context.Request.Headers[Routes.InstanceHeader].ToString() is { Length: > 0 } named ? named : null;
        if (header is not null && instanceId is not null && header != instanceId)
        {
            throw GatewayException.Invalid("instanceId", $"It names another instance than {Routes.InstanceHeader}.");
        }

        var names = types?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return OfAsync(context.User, instanceId ?? header, EventFilter.Of(names, "types"), Flag(content, "content"), context.RequestAborted);
    }

    /// <summary>What a caller asks for.</summary>
    /// <exception cref="GatewayException">The caller may not see that, or there is no such instance.</exception>
    public async Task<EventView> OfAsync(ClaimsPrincipal user, string? instanceId, string filter, bool hasContent, CancellationToken cancellationToken)
    {
        var tenant = TenantContext.Of(user);
        var caller = TenantContext.IdentityOf(user)!;
        var seesActions = caller.HasClaim(TenantContext.RoleClaim, Roles.Administrator);
        if (tenant.InstanceId is { } own)
        {
            RequireOwn(own, instanceId);
            RequireContent(caller, hasContent);
            return new EventView(tenant, own, filter, seesActions, hasContent);
        }

        if (!seesActions && EventFilter.Names(filter).Any(EventView.IsAction))
        {
            throw new GatewayException(StatusCodes.Status403Forbidden, ProblemCodes.AdministratorNeeded, "Only administrators are told what people do.");
        }

        if (instanceId is not null)
        {
            await instances.RequireAsync(tenant, instanceId, cancellationToken).ConfigureAwait(false);
        }

        return new EventView(tenant, instanceId, filter, seesActions, hasContent);
    }

    // Where it is read from the address itself, what is absent is empty.
    public static bool Flag(string? text, string field) => Validated.Flag(text is "" ? null : text, field);

    private static void RequireOwn(string own, string? named)
    {
        if (named is not null && named != own)
        {
            throw GatewayException.NotFound();
        }
    }

    private static void RequireContent(ClaimsIdentity caller, bool hasContent)
    {
        if (hasContent && !caller.HasClaim(Policies.PermissionClaim, Permissions.MessagesRead))
        {
            throw new GatewayException(
                StatusCodes.Status403Forbidden, ProblemCodes.PermissionMissing, $"The API key lacks the permission {Permissions.MessagesRead}.");
        }
    }
}
