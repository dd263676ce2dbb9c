using System.Security.Claims;

namespace WhatsAppKit.AspNetCore.Auth;

/// <summary>Whose request this is: a user of a subscription, or a program with a key of one instance; and the address it came from.</summary>
internal sealed record TenantContext(string SubscriptionId, string? UserId, string? InstanceId, string? Address = null)
{
    public const string SubscriptionClaim = "sub_id";
    public const string InstanceClaim = "inst_id";
    public const string UserClaim = "sub";
    public const string RoleClaim = "role";
    public const string AddressClaim = "address";

    public static TenantContext Of(ClaimsPrincipal principal)
    {
        var caller = IdentityOf(principal);
        return new TenantContext(
            caller?.FindFirst(SubscriptionClaim)?.Value ?? throw new InvalidOperationException("The request is not authenticated."),
            caller.FindFirst(UserClaim)?.Value,
            caller.FindFirst(InstanceClaim)?.Value,
            caller.FindFirst(AddressClaim)?.Value);
    }

    /// <summary>
    /// Who the gateway itself has identified; null for nobody. An application's own users may be beside it, with claims of the same names:
    /// those say nothing here.
    /// </summary>
    public static ClaimsIdentity? IdentityOf(ClaimsPrincipal principal) =>
        principal.Identities.FirstOrDefault(identity => identity.AuthenticationType == BearerHandler.SchemeName);
}
