using WhatsAppKit.Contracts.Stats;

namespace WhatsAppKit.AspNetCore.Stats;

/// <summary>A sum as the database has it.</summary>
internal sealed record CountedSum(string Day, string Counter, string Kind, long Count);

/// <summary>Sums by day, as answers show them; pure.</summary>
internal static class StatsSummary
{
    public static StatsResponse Of(string from, string to, IReadOnlyList<CountedSum> sums) => new(
        from,
        to,
        Messages(sums),
        Webhooks(sums),
        Sum(sums, Counters.ConnectedSeconds),
        Sum(sums, Counters.Reconnects),
        [
            .. sums.GroupBy(each => each.Day).OrderBy(day => day.Key, StringComparer.Ordinal).Select(day => new DayStats(
                day.Key, Messages([.. day]), Webhooks([.. day]), Sum(day, Counters.ConnectedSeconds), Sum(day, Counters.Reconnects))),
        ],
        [
            .. sums.Where(each => each.Kind.Length > 0).GroupBy(each => each.Kind).OrderBy(kind => kind.Key, StringComparer.Ordinal)
                .Select(kind => new KindStats(kind.Key, Messages([.. kind]))),
        ]);

    private static MessageCounts Messages(IReadOnlyList<CountedSum> sums) => new(
        Sum(sums, Counters.Accepted),
        Sum(sums, Counters.Sent),
        Sum(sums, Counters.Delivered),
        Sum(sums, Counters.Read),
        Sum(sums, Counters.Played),
        Sum(sums, Counters.Failed),
        Sum(sums, Counters.Received));

    private static WebhookCounts Webhooks(IReadOnlyList<CountedSum> sums)
    {
        var (taken, failed) = (Sum(sums, Counters.WebhookTaken), Sum(sums, Counters.WebhookFailed));
        return new WebhookCounts(taken, failed, taken + failed == 0 ? null : (double)taken / (taken + failed));
    }

    private static long Sum(IEnumerable<CountedSum> sums, string counter) => sums.Where(each => each.Counter == counter).Sum(each => each.Count);
}
