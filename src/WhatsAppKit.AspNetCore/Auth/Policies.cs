using Microsoft.AspNetCore.Authorization;
using WhatsAppKit.Contracts.ApiKeys;
using WhatsAppKit.Contracts.Users;

namespace WhatsAppKit.AspNetCore.Auth;

/// <summary>Who may call an endpoint.</summary>
internal static class Policies
{
    /// <summary>People, with a token.</summary>
    public const string People = "WhatsAppGateway.People";

    /// <summary>People whose role is ADMINISTRATOR.</summary>
    public const string Administrators = "WhatsAppGateway.Administrators";

    /// <summary>The gateway's operator.</summary>
    public const string Operator = "WhatsAppGateway.Operator";

    /// <summary>What a key's permission is claimed by.</summary>
    public const string PermissionClaim = "permission";

    private const string PermissionPrefix = "WhatsAppGateway.Permission.";

    /// <summary>Programs with a key that has the permission; or people, with a token and a header that names the instance.</summary>
    public static string Permission(string permission) => PermissionPrefix + permission;

    /// <summary>The permission a policy asks for; null for other policies.</summary>
    public static string? PermissionOf(string policy) =>
        policy.StartsWith(PermissionPrefix, StringComparison.Ordinal) ? policy[PermissionPrefix.Length..] : null;

    public static void Add(AuthorizationBuilder authorization)
    {
        authorization
            .AddPolicy(People, policy => Ours(policy).RequireClaim(TenantContext.UserClaim))
            .AddPolicy(Administrators, policy => Ours(policy).RequireClaim(TenantContext.UserClaim).RequireClaim(TenantContext.RoleClaim, Roles.Administrator))
            .AddPolicy(Operator, policy => Ours(policy).RequireClaim(OperatorKey.Claim));
        foreach (var permission in Permissions.All)
        {
            authorization.AddPolicy(Permission(permission), policy => Ours(policy).RequireAssertion(context =>
                context.User.HasClaim(claim => claim.Type == TenantContext.UserClaim) || context.User.HasClaim(PermissionClaim, permission)));
        }
    }

    private static AuthorizationPolicyBuilder Ours(AuthorizationPolicyBuilder policy) =>
        policy.AddAuthenticationSchemes(BearerHandler.SchemeName).RequireAuthenticatedUser();
}
