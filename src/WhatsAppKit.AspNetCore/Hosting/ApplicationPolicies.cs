using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using WhatsAppKit.AspNetCore.Auth;

namespace WhatsAppKit.AspNetCore.Hosting;

/// <summary>
/// Policies that the application adds to the gateway's endpoints. They are asked apart from the gateway's own, about the application's
/// user: mixed into one, as the framework would do it, each side's user could pass for the other's, and open endpoints would not ask at all.
/// </summary>
internal sealed class ApplicationPolicies
{
    private readonly IAuthorizeData[] _named;
    private readonly AuthorizationPolicy[] _policies;

    private ApplicationPolicies(IAuthorizeData[] named, AuthorizationPolicy[] policies)
    {
        _named = named;
        _policies = policies;
    }

    /// <summary>Takes the application's policies out of an endpoint; null when it has added none.</summary>
    public static ApplicationPolicies? TakeFrom(EndpointBuilder endpoint)
    {
        IAuthorizeData[] named = [.. endpoint.Metadata.OfType<IAuthorizeData>().Where(data => !Policies.IsOurs(data.Policy))];
        AuthorizationPolicy[] policies =
        [
            .. endpoint.Metadata.OfType<AuthorizationPolicy>(),
            .. endpoint.Metadata.OfType<IAuthorizationRequirementData>().Select(data => new AuthorizationPolicy(data.GetRequirements(), [])),
        ];
        if (named.Length == 0 && policies.Length == 0)
        {
            return null;
        }

        for (var i = endpoint.Metadata.Count - 1; i >= 0; i--)
        {
            if (endpoint.Metadata[i] is AuthorizationPolicy or IAuthorizationRequirementData || named.Contains(endpoint.Metadata[i]))
            {
                endpoint.Metadata.RemoveAt(i);
            }
        }

        return new ApplicationPolicies(named, policies);
    }

    /// <summary>Goes on when the application's user may; else answers as the application does.</summary>
    public async Task PassAsync(HttpContext context, RequestDelegate next)
    {
        var services = context.RequestServices;
        var policy = (await AuthorizationPolicy.CombineAsync(services.GetRequiredService<IAuthorizationPolicyProvider>(), _named, _policies).ConfigureAwait(false))!;
        var caller = context.User;
        context.User = context.Features.Get<ApplicationUser>()?.User ?? caller;
        var evaluator = services.GetRequiredService<IPolicyEvaluator>();
        var authenticated = await evaluator.AuthenticateAsync(policy, context).ConfigureAwait(false);
        var authorized = await evaluator.AuthorizeAsync(policy, authenticated, context, context).ConfigureAwait(false);
        await services.GetRequiredService<IAuthorizationMiddlewareResultHandler>().HandleAsync(GoOn, context, policy, authorized).ConfigureAwait(false);

        Task GoOn(HttpContext admitted)
        {
            admitted.User = caller;
            return next(admitted);
        }
    }
}

/// <summary>Who the application had identified before the gateway did.</summary>
internal sealed record ApplicationUser(ClaimsPrincipal User);
