using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.Contracts.Subscriptions;

namespace WhatsAppKit.AspNetCore.Subscriptions;

internal static class TierCatalog
{
    /// <summary>The limits of a tier; null for a name that is none.</summary>
    public static TierLimits? Of(this TiersOptions tiers, string? tier) => tier switch
    {
        Tiers.Basic => tiers.Basic,
        Tiers.Pro => tiers.Pro,
        Tiers.Max => tiers.Max,
        _ => null,
    };
}
