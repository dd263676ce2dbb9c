using Microsoft.EntityFrameworkCore;

namespace WhatsAppKit.AspNetCore.Persistence;

/// <summary>Whether what messages say is kept. It is read in the transaction that would keep it: once nothing is kept, nothing is.</summary>
internal static class ContentPrivacy
{
    public static Task<bool> IsMetadataOnlyAsync(this GatewayDbContext context, string subscriptionId, CancellationToken cancellationToken) =>
        context.Subscriptions.IgnoreQueryFilters().Where(row => row.Id == subscriptionId).Select(row => row.IsMetadataOnly).FirstOrDefaultAsync(cancellationToken);
}
