using Microsoft.EntityFrameworkCore;

namespace WhatsAppKit.AspNetCore.Persistence;

/// <summary>Whether what messages say is kept. It is read in the transaction that would keep it: once nothing is kept, nothing is.</summary>
internal static class ContentPrivacy
{
    public static Task<bool> IsMetadataOnlyAsync(this GatewayDbContext context, string subscriptionId, CancellationToken cancellationToken) =>
        context.Subscriptions.IgnoreQueryFilters().Where(row => row.Id == subscriptionId).Select(row => row.IsMetadataOnly).FirstOrDefaultAsync(cancellationToken);

    /// <summary>Which of some subscriptions keep metadata only.</summary>
    public static async Task<IReadOnlySet<string>> MetadataOnlyAmongAsync(
        this GatewayDbContext context, IEnumerable<string> subscriptionIds, CancellationToken cancellationToken)
    {
        var ids = subscriptionIds.Distinct().ToArray();
        return await context.Subscriptions.IgnoreQueryFilters().Where(row => ids.Contains(row.Id) && row.IsMetadataOnly).Select(row => row.Id)
            .ToHashSetAsync(cancellationToken).ConfigureAwait(false);
    }
}
