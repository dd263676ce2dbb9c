using System.Security.Claims;
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

    private const string OurPrefix = "WhatsAppGateway.";
    private const string PermissionPrefix = OurPrefix + "Permission.";

    /// <summary>Programs with a key that has the permission; or people, with a token and a header that names the instance.</summary>
    public static string Permission(string permission) => PermissionPrefix + permission;

    /// <summary>The permission a policy asks for; null for other policies.</summary>
    public static string? PermissionOf(string policy) =>
        policy.StartsWith(PermissionPrefix, StringComparison.Ordinal) ? policy[PermissionPrefix.Length..] : null;

    /// <summary>True for one of the gateway's own policies.</summary>
    public static bool IsOurs(string? policy) => policy?.StartsWith(OurPrefix, StringComparison.Ordinal) == true;

    public static void Add(AuthorizationBuilder authorization)
    {
        authorization
            .AddPolicy(People, policy => Require(policy, IsPerson))
            .AddPolicy(Administrators, policy => Require(policy, caller => IsPerson(caller) && caller.HasClaim(TenantContext.RoleClaim, Roles.Administrator)))
            .AddPolicy(Operator, policy => Require(policy, caller => caller.HasClaim(claim => claim.Type == OperatorKey.Claim)));
        foreach (var permission in Permissions.All)
        {
            authorization.AddPolicy(
                Permission(permission), policy => Require(policy, caller => IsPerson(caller) || caller.HasClaim(PermissionClaim, permission)));
        }
    }

    private static bool IsPerson(ClaimsIdentity caller) => caller.HasClaim(claim => claim.Type == TenantContext.UserClaim);

    // Only what the gateway itself has said of the caller counts: the application's users may have claims of the same names.
    private static void Require(AuthorizationPolicyBuilder policy, Func<ClaimsIdentity, bool> isAllowed) =>
        policy.AddAuthenticationSchemes(BearerHandler.SchemeName).RequireAuthenticatedUser()
            .RequireAssertion(context => TenantContext.IdentityOf(context.User) is { } caller && isAllowed(caller));
}
