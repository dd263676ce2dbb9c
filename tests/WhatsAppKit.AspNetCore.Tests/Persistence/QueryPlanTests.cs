using Microsoft.EntityFrameworkCore;
using WhatsAppKit.AspNetCore.Auth;
using WhatsAppKit.AspNetCore.Messages;
using WhatsAppKit.AspNetCore.Messages.Queue;
using WhatsAppKit.AspNetCore.Persistence;
using WhatsAppKit.AspNetCore.Retention;
using WhatsAppKit.AspNetCore.Stats;
using WhatsAppKit.AspNetCore.Webhooks;

namespace WhatsAppKit.AspNetCore.Tests.Persistence;

/// <summary>Among a million messages, what is asked for all the time follows an index from its first row to its last: it neither scans a table nor sorts.</summary>
public sealed class QueryPlanTests : IAsyncLifetime
{
    private const int Messages = 1_000_000;
    private const string Instance = "instance";
    private const string Subscription = "subscription";
    private const string Chat = "15550007@s.whatsapp.net";
    private const string Subquery = "CO-ROUTINE ";

    private readonly string _folder = Directory.CreateTempSubdirectory("whatsappkit-").FullName;
    private readonly PlanRecorder _plans = new();
    private FileContexts _contexts = null!;

    private static DateTimeOffset Now => StoredTime.Now(TimeProvider.System);

    public async ValueTask InitializeAsync()
    {
        var path = Path.Combine(_folder, "gateway.db");
        await FillAsync(new FileContexts(path));
        _contexts = new FileContexts(path, _plans);
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Lists_statistics_and_the_queue_follow_their_indexes()
    {
        await AskAsync();

        // The same when somebody has let SQLite count what it has.
        await using (var context = _contexts.CreateDbContext())
        {
            await context.Database.ExecuteSqlRawAsync("ANALYZE");
        }

        await AskAsync();
    }

    private async Task AskAsync()
    {
        _plans.Plans.Clear();
        await ListAsync();
        await using var context = _contexts.CreateDbContext();
        context.For(new TenantContext(Subscription, null, null));

        // The queue: what is due of a chat, of an instance, of all; what is over.
        Assert.NotEmpty(await MessageOutbox.Next(context, Instance, Chat, Now).Take(1).ToListAsync());
        Assert.NotEmpty(await MessageOutbox.DueChats(context, Instance, Now).ToListAsync());
        Assert.NotEmpty(await MessageOutbox.Due(context, DateTimeOffset.MinValue, Now).Select(row => new { row.SubscriptionId, row.InstanceId, row.Chat }).Distinct().ToListAsync());
        Assert.NotEmpty(await MessageOutbox.Expired(context, Now.AddDays(1)).Take(100).ToListAsync());
        Assert.NotEqual(0, await QueueRoom.Waiting(context, Instance).Take(100).CountAsync());
        await WebhookQueue.DueWebhooks(context, Now).ToListAsync();
        await WebhookQueue.Due(context, "hook", Now).Take(10).ToListAsync();
        await WebhookQueue.Oldest(context, "hook").Take(1).ToListAsync();

        // Statistics, and what is kept no longer.
        Assert.NotEmpty(await StatsService.OfInstance(context, Instance, "2026-01-01", "2026-02-01").ToListAsync());
        Assert.NotEmpty(await StatsService.OfSubscription(context, "2026-01-01", "2026-02-01").ToListAsync());
        Assert.NotEmpty(await ExpiredMessages.Expired(context, Subscription, Now).Take(500).Select(row => row.Sequence).ToListAsync());

        Assert.All(_plans.Plans, plan => Assert.All(plan.Steps, step => Assert.True(FollowsAnIndex(step, plan.Steps), $"{step}{Environment.NewLine}in {plan.Query}")));
        Assert.True(_plans.Plans.Count >= 20, "Queries were not seen.");
    }

    /// <summary>As the endpoint lists them: all, of a chat by each of its addresses, by status; a first page and one in the midst.</summary>
    private async Task ListAsync()
    {
        var history = new MessageHistory(_contexts);
        var tenant = new TenantContext(Subscription, null, Instance);
        foreach (var cursor in new[] { null, "500000" })
        {
            foreach (var query in new[]
            {
                new MessageQuery("50", cursor), new MessageQuery("50", cursor, Chat: "15550007"), new MessageQuery("50", cursor, Chat: "7@lid"),
                new MessageQuery("50", cursor, Status: "read"),
            })
            {
                Assert.Equal(50, (await history.ListAsync(tenant, query, TestContext.Current.CancellationToken)).Items.Count);
            }
        }
    }

    /// <summary>
    /// Whose chats or webhooks are due is told once each: from an index alone, of what waits alone. What a subquery found is walked through
    /// as it comes.
    /// </summary>
    private static bool FollowsAnIndex(string step, IReadOnlyList<string> steps) => step switch
    {
        "USE TEMP B-TREE FOR DISTINCT" => steps.Count == 2 && IsOfWhatWaits(steps[0]),
        _ when step.StartsWith(Subquery, StringComparison.Ordinal) => true,
        _ when step.StartsWith("SCAN ", StringComparison.Ordinal) && steps.Contains(Subquery + step["SCAN ".Length..]) => true,
        _ => (step.StartsWith("SEARCH", StringComparison.Ordinal) && step.Contains(" USING ", StringComparison.Ordinal)) || IsOfWhatWaits(step),
    };

    private static bool IsOfWhatWaits(string step) => step.Contains("USING COVERING INDEX", StringComparison.Ordinal) && step.Contains("DueAt", StringComparison.Ordinal);

    /// <summary>A thousand chats of one instance. A few messages wait, each in a chat of its own.</summary>
    private static async Task FillAsync(FileContexts contexts)
    {
        await using var context = contexts.CreateDbContext();
        await context.Database.OpenConnectionAsync();
        await context.Database.MigrateAsync();
        await context.Database.ExecuteSqlRawAsync("PRAGMA synchronous=OFF; PRAGMA cache_size=-400000;");
        context.Subscriptions.Add(new Subscription { Id = Subscription });
        context.Instances.Add(new Instance { Id = Instance, SubscriptionId = Subscription });
        context.Webhooks.Add(new Webhook { Id = "hook", SubscriptionId = Subscription });
        await context.SaveChangesAsync();
        var (old, due) = (Binary(Now.AddDays(-1)), Binary(Now.AddMinutes(-1)));
        await context.Database.ExecuteSqlAsync(
            $$"""
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {{Messages}})
            INSERT INTO Messages (Sequence, SubscriptionId, InstanceId, MessageId, IsOutgoing, Chat, ChatAlternate, Sender, "From", "To", Kind, Text, Status, Timestamp, DueAt, ExpiresAt, MayHaveBeenSent)
            SELECT i, {{Subscription}}, {{Instance}}, 'M' || i, i % 2, '1555' || printf('%04d', i % 1000) || '@s.whatsapp.net', CASE WHEN i % 2 = 0 THEN NULL ELSE (i % 1000) || '@lid' END,
                '', '', '', 'text', 'hello', i % 5, {{old}} + i * 2048, CASE WHEN i % 5000 = 7 THEN {{due}} END, CASE WHEN i % 5000 = 7 THEN {{due}} END, 0
            FROM n
            """);
        await context.Database.ExecuteSqlAsync(
            $$"""
            WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
            INSERT INTO DailyCounts (SubscriptionId, InstanceId, Day, Counter, Kind, Count)
            SELECT {{Subscription}}, CASE WHEN i % 2 = 0 THEN {{Instance}} ELSE 'other' || (i % 10) END, date('2026-01-01', '+' || (i / 40) || ' days'), 'sent', 'kind' || (i % 40), 1 FROM n
            """);
        await context.Database.CloseConnectionAsync();
    }

    // As the context stores a time.
    private static long Binary(DateTimeOffset time) => (time.UtcTicks / 1000) << 11;
}
