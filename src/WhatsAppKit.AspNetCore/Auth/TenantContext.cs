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

    public static TenantContext Of(ClaimsPrincipal principal) => new(
        principal.FindFirstValue(SubscriptionClaim) ?? throw new InvalidOperationException("The request is not authenticated."),
        principal.FindFirstValue(UserClaim),
        principal.FindFirstValue(InstanceClaim),
        principal.FindFirstValue(AddressClaim));
}
