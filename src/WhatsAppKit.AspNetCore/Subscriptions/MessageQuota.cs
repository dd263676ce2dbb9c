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
    /// <summary>Counts messages within the caller's transaction: what is not stored is not counted.</summary>
    /// <returns>How many of them the month's limit allows, 1 or more.</returns>
    /// <exception cref="GatewayException">The month's limit is reached.</exception>
    public async Task<int> CountAsync(GatewayDbContext context, string subscriptionId, int wanted, CancellationToken cancellationToken)
    {
        var tier = await context.Subscriptions.IgnoreQueryFilters().Where(row => row.Id == subscriptionId).Select(row => row.Tier)
            .SingleAsync(cancellationToken).ConfigureAwait(false);
        var (month, limit) = (Month, options.Value.Tiers.Of(tier)!.MonthlyMessages);
        await context.Database.ExecuteSqlAsync(
            $"INSERT INTO MonthlyUsages (SubscriptionId, Month, Messages) VALUES ({subscriptionId}, {month}, 0) ON CONFLICT DO NOTHING", cancellationToken)
            .ConfigureAwait(false);
        var row = context.MonthlyUsages.IgnoreQueryFilters().Where(row => row.SubscriptionId == subscriptionId && row.Month == month);
        while (wanted > 0)
        {
            // One statement checks and counts: two messages cannot both be the last.
            var count = wanted;
            var counted = await row.Where(row => row.Messages + count <= limit)
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.Messages, row => row.Messages + count), cancellationToken).ConfigureAwait(false);
            if (counted > 0)
            {
                return wanted;
            }

            var used = await row.Select(row => row.Messages).SingleAsync(cancellationToken).ConfigureAwait(false);
            wanted = (int)Math.Clamp(limit - used, 0, wanted - 1);
        }

        throw LimitReached(limit);
    }

    private GatewayException LimitReached(long limit) => new(
        StatusCodes.Status429TooManyRequests, ProblemCodes.MonthlyMessageLimit, $"The subscription has sent its {limit} messages of this month.")
    {
        RetryAfter = MonthEndsAt - time.GetUtcNow(),
    };

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
