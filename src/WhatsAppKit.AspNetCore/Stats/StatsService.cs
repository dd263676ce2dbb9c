using System.Globalization;
using Microsoft.EntityFrameworkCore;
using WhatsAppKit.AspNetCore.Auth;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.Instances;
using WhatsAppKit.AspNetCore.Persistence;
using WhatsAppKit.Contracts.Stats;

namespace WhatsAppKit.AspNetCore.Stats;

/// <summary>Tells what was counted of an instance or a subscription: sums of a few rows for each day, whatever has happened.</summary>
internal sealed class StatsService(IDbContextFactory<GatewayDbContext> contexts, InstanceService instances, TimeProvider time)
{
    private const int MaxDays = 366;
    private const int UsualDays = 30;

    /// <summary>Of an instance of the tenant.</summary>
    public async Task<StatsResponse> OfInstanceAsync(
        TenantContext tenant, string instanceId, string? from, string? to, CancellationToken cancellationToken)
    {
        await instances.RequireAsync(tenant, instanceId, cancellationToken).ConfigureAwait(false);
        var (first, last) = Days(from, to);
        await using var context = await contexts.CreateAsync(tenant, cancellationToken).ConfigureAwait(false);
        return StatsSummary.Of(first, last, await OfInstance(context, instanceId, first, last).ToListAsync(cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Of all instances, those that are gone too.</summary>
    public async Task<StatsResponse> OfSubscriptionAsync(TenantContext tenant, string? from, string? to, CancellationToken cancellationToken)
    {
        var (first, last) = Days(from, to);
        await using var context = await contexts.CreateAsync(tenant, cancellationToken).ConfigureAwait(false);
        return StatsSummary.Of(first, last, await OfSubscription(context, first, last).ToListAsync(cancellationToken).ConfigureAwait(false));
    }

    internal static IQueryable<CountedSum> OfInstance(GatewayDbContext context, string instanceId, string first, string last) =>
        Between(context.DailyCounts.Where(row => row.InstanceId == instanceId), first, last)
            .Select(row => new CountedSum(row.Day, row.Counter, row.Kind, row.Count));

    internal static IQueryable<CountedSum> OfSubscription(GatewayDbContext context, string first, string last) =>
        Between(context.DailyCounts, first, last).GroupBy(row => new { row.Day, row.Counter, row.Kind })
            .Select(same => new CountedSum(same.Key.Day, same.Key.Counter, same.Key.Kind, same.Sum(row => row.Count)));

    private static IQueryable<DailyCount> Between(IQueryable<DailyCount> rows, string first, string last) => rows.AsNoTracking()
        .Where(row => string.Compare(row.Day, first) >= 0 && string.Compare(row.Day, last) <= 0);

    private (string First, string Last) Days(string? from, string? to)
    {
        var last = Day(to, "to") ?? DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var first = Day(from, "from") ?? DateOnly.FromDayNumber(Math.Max(0, last.DayNumber - UsualDays + 1));
        return last.DayNumber - first.DayNumber is >= 0 and < MaxDays
            ? (Text(first), Text(last))
            : throw GatewayException.Invalid("from", $"1 to {MaxDays} days are needed, the first first.");
    }

    private static DateOnly? Day(string? text, string field)
    {
        var day = default(DateOnly);
        return text is null ? null
            : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day) ? day
            : throw GatewayException.Invalid(field, "A day such as 2026-01-31 is needed.");
    }

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
