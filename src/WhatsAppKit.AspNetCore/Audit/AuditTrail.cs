using WhatsAppKit.AspNetCore.Auth;
using WhatsAppKit.AspNetCore.Persistence;

namespace WhatsAppKit.AspNetCore.Audit;

/// <summary>Adds an entry to a context that is about to be saved: the entry and the act are one transaction.</summary>
internal static class AuditTrail
{
    public static void Record(
        this GatewayDbContext context, TenantContext who, string action, string targetId, TimeProvider time, string? detail = null) =>
        context.AuditEntries.Add(new AuditEntry
        {
            SubscriptionId = who.SubscriptionId,
            At = StoredTime.Now(time),
            Action = action,
            ActorId = who.UserId,
            TargetId = targetId,
            Address = who.Address,
            Detail = detail,
        });
}
