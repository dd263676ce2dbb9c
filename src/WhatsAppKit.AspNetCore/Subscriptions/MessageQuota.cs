using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.Persistence;
using WhatsAppKit.Contracts;

namespace WhatsAppKit.AspNetCore.Subscriptions;

/// <summary>How much of what was wanted is allowed.</summary>
/// <param name="Count">So many, the first of them.</param>
/// <param name="Refusal">Why not the rest; null when there is none.</param>
internal sealed record Allowance(int Count, GatewayException? Refusal);

/// <summary>Counts what a subscription sends in a calendar month (UTC), and stops it at its tier's limit.</summary>
internal sealed class MessageQuota(IOptions<WhatsAppGatewayOptions> options, TimeProvider time)
{
    /// <summary>Counts messages within the caller's transaction: what is not stored is not counted.</summary>
    /// <returns>How many of them the month's limit allows.</returns>
    public async Task<Allowance> CountAsync(GatewayDbContext context, string subscriptionId, TierLimits limits, int wanted, CancellationToken cancellationToken)
    {
        var (month, limit, refusal) = (Month, limits.MonthlyMessages, (GatewayException?)null);
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
                break;
            }

            var used = await row.Select(row => row.Messages).SingleAsync(cancellationToken).ConfigureAwait(false);
            (wanted, refusal) = ((int)Math.Clamp(limit - used, 0, wanted - 1), LimitReached(limit));
        }

        return new(wanted, refusal);
    }

    /// <summary>What the tier of a subscription may use.</summary>
    public async Task<TierLimits> LimitsAsync(GatewayDbContext context, string subscriptionId, CancellationToken cancellationToken) =>
        options.Value.Tiers.Of(await context.Subscriptions.IgnoreQueryFilters().Where(row => row.Id == subscriptionId).Select(row => row.Tier)
            .SingleAsync(cancellationToken).ConfigureAwait(false))!;

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
