using System.Globalization;
using Microsoft.EntityFrameworkCore;
using WhatsAppKit.AspNetCore.Connections;
using WhatsAppKit.AspNetCore.Persistence;

namespace WhatsAppKit.AspNetCore.Stats;

/// <summary>Counts by day, each time within the caller's transaction: what is not stored is not counted, and what is stored is, once.</summary>
internal sealed class DailyCounters(TimeProvider time)
{
    private const string DayFormat = "yyyy-MM-dd";

    /// <summary>Counts something on today.</summary>
    public Task CountAsync(
        GatewayDbContext context, InstanceRef instance, string counter, string kind = "", long count = 1, CancellationToken cancellationToken = default) =>
        CountAsync(context, instance, Day(time.GetUtcNow()), counter, kind, count, cancellationToken);

    /// <summary>Counts what an array of messages came to, in one statement for each kind.</summary>
    public async Task CountAsync(
        GatewayDbContext context, IEnumerable<(InstanceRef Instance, string Counter, string Kind)> counted, CancellationToken cancellationToken = default)
    {
        foreach (var same in counted.GroupBy(each => each))
        {
            await CountAsync(context, same.Key.Instance, same.Key.Counter, same.Key.Kind, same.LongCount(), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Counts something on a day. One statement adds: two at the same time do not lose one another's.</summary>
    public static Task CountAsync(
        GatewayDbContext context, InstanceRef instance, string day, string counter, string kind, long count, CancellationToken cancellationToken) =>
        context.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO "DailyCounts" ("SubscriptionId", "InstanceId", "Day", "Counter", "Kind", "Count")
            VALUES ({instance.SubscriptionId}, {instance.InstanceId}, {day}, {counter}, {kind}, {count})
            ON CONFLICT ("InstanceId", "Day", "Counter", "Kind") DO UPDATE SET "Count" = "DailyCounts"."Count" + excluded."Count"
            """,
            cancellationToken);

    /// <summary>
    /// Where what belongs to no instance is counted: under the subscription's own id, as the table's key begins with the instance and an
    /// empty one would be every subscription's.
    /// </summary>
    public static InstanceRef Of(string subscriptionId, string? instanceId) => new(subscriptionId, instanceId ?? subscriptionId);

    public static string Day(DateTimeOffset at) => at.UtcDateTime.ToString(DayFormat, CultureInfo.InvariantCulture);
}
