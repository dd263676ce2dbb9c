using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.Persistence;
using WhatsAppKit.Contracts;

namespace WhatsAppKit.AspNetCore.Subscriptions;

/// <summary>Counts what a subscription sends in a calendar month (UTC), and stops it at its tier's limit.</summary>
internal sealed class MessageQuota(IOptions<WhatsAppGatewayOptions> options, TimeProvider time)
{
    /// <summary>Counts one message within the caller's transaction: a message that is not stored is not counted.</summary>
    /// <exception cref="GatewayException">The month's limit is reached.</exception>
    public async Task CountAsync(GatewayDbContext context, string subscriptionId, CancellationToken cancellationToken)
    {
        var tier = await context.Subscriptions.IgnoreQueryFilters().Where(row => row.Id == subscriptionId).Select(row => row.Tier)
            .SingleAsync(cancellationToken).ConfigureAwait(false);
        var (month, limit) = (Month, options.Value.Tiers.Of(tier)!.MonthlyMessages);
        await context.Database.ExecuteSqlAsync(
            $"INSERT INTO MonthlyUsages (SubscriptionId, Month, Messages) VALUES ({subscriptionId}, {month}, 0) ON CONFLICT DO NOTHING", cancellationToken)
            .ConfigureAwait(false);

        // One statement checks and counts: two messages cannot both be the last.
        var counted = await context.MonthlyUsages.IgnoreQueryFilters()
            .Where(row => row.SubscriptionId == subscriptionId && row.Month == month && row.Messages < limit)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.Messages, row => row.Messages + 1), cancellationToken).ConfigureAwait(false);
        if (counted == 0)
        {
            throw new GatewayException(
                StatusCodes.Status429TooManyRequests, ProblemCodes.MonthlyMessageLimit, $"The subscription has sent its {limit} messages of this month.")
            {
                RetryAfter = MonthEndsAt - time.GetUtcNow(),
            };
        }
    }

    /// <summary>What a subscription has sent this month.</summary>
    public Task<long> UsedAsync(GatewayDbContext context, string subscriptionId, CancellationToken cancellationToken) =>
        context.MonthlyUsages.IgnoreQueryFilters().Where(row => row.SubscriptionId == subscriptionId && row.Month == Month)
            .Select(row => row.Messages).FirstOrDefaultAsync(cancellationToken);

    public DateTimeOffset MonthEndsAt
    {
        get
        {
            var now = time.GetUtcNow();
            return new DateTimeOffset(now.Year, now.Month, 1, 0, 0, 0, TimeSpan.Zero).AddMonths(1);
        }
    }

    private string Month => time.GetUtcNow().ToString("yyyy-MM", CultureInfo.InvariantCulture);
}
