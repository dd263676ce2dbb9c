using WhatsAppKit.AspNetCore.Auth;

namespace WhatsAppKit.AspNetCore.Connections;

/// <summary>An instance and the subscription it belongs to.</summary>
internal readonly record struct InstanceRef(string SubscriptionId, string InstanceId)
{
    /// <summary>The instance of a request that is about one.</summary>
    public static InstanceRef Of(TenantContext tenant) => new(tenant.SubscriptionId, tenant.InstanceId!);
}
