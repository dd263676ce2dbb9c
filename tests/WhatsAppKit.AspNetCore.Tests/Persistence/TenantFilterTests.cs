using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using WhatsAppKit.AspNetCore.Auth;
using WhatsAppKit.AspNetCore.Persistence;
using WhatsAppKit.TestKit;

namespace WhatsAppKit.AspNetCore.Tests.Persistence;

/// <summary>Every query sees its own subscription: by the filters of the tables, and where it goes around them, by what it asks for.</summary>
public partial class TenantFilterTests(GatewayFixture gateway)
{
    // Reached by the id of a row that was found through a filter, or by a secret's hash; none of them is ever listed for somebody.
    private static readonly string[] WithoutFilter =
        [nameof(AuditRetention), nameof(EventCursor), nameof(LoginThrottle), nameof(PasswordToken), nameof(RefreshToken), nameof(SessionRecordRow)];

    /// <summary>
    /// Who goes around the filters, and why that shows nobody what is another's. A query of a request belongs here only when it is by
    /// something that the request cannot choose.
    /// </summary>
    private static readonly Dictionary<string, string[]> Around = new()
    {
        ["credentials, by their hash or the email they come with"] =
        [
            "ApiKeys/ApiKeyAuthentication.cs", "Auth/AuthService.cs", "Auth/LoginSessions.cs", "Auth/LoginThrottling.cs", "Auth/PasswordTokens.cs",
        ],
        ["by the subscription or the instance of the caller, or of a row of the caller's"] =
        [
            "Media/MediaStore.cs", "Messages/NewChats.cs", "Messages/Queue/Idempotency.cs", "Messages/Queue/MessageAcceptance.cs", "Messages/Queue/QueueRoom.cs",
            "Messages/StoredMessages.cs",
            "Persistence/ContentPrivacy.cs", "Persistence/EfSessionStore.cs", "Subscriptions/MessageQuota.cs", "Stats/DailyCounters.cs", "Retention/ContentEraser.cs",
        ],
        ["behind requests, for all subscriptions: the connections, the queues, the sweeps"] =
        [
            "Connections/ConnectionRecorder.cs", "Connections/InProcessConnections.cs", "Events/EventReader.cs", "Messages/Queue/MessageOutbox.cs",
            "Messages/Receiving/MessageChanges.cs", "Messages/Receiving/MessageRecorder.cs", "Messages/Receiving/OwnActions.cs", "Persistence/DatabaseMigration.cs",
            "Retention/ExpiredMessages.cs", "Retention/ExpiredRecords.cs", "Retention/OrphanedFiles.cs", "Retention/RetentionSweep.cs", "Stats/ConnectionTimeCounter.cs",
            "Webhooks/WebhookFanout.cs", "Webhooks/WebhookQueue.cs",
        ],
        ["numbers for the operator"] = ["Health/DatabaseHealth.cs", "Metrics/QueueMetrics.cs"],
    };

    [Fact]
    public async Task Every_table_is_filtered_by_subscription_but_those_that_are_reached_through_another()
    {
        await using var context = await gateway.Host.Services.GetRequiredService<IDbContextFactory<GatewayDbContext>>().CreateDbContextAsync(TestContext.Current.CancellationToken);
        context.For(new TenantContext("the subscription", null, null));
        var tables = context.Model.GetEntityTypes().ToDictionary(table => table.ClrType.Name, table => table.GetDeclaredQueryFilters());
        Assert.Equal(WithoutFilter, tables.Where(table => table.Value.Count == 0).Select(table => table.Key).Order(StringComparer.Ordinal));
        foreach (var (name, filters) in tables.Where(table => table.Value.Count > 0))
        {
            var column = name == nameof(Subscription) ? "Id" : "SubscriptionId";
            Assert.Matches($@"^row => \(row\.{column} == .*_tenant\)$", Assert.Single(filters).Expression!.ToString());
        }
    }

    [Fact]
    public void Only_known_queries_go_around_the_filters()
    {
        var known = Around.Values.SelectMany(files => files).Order(StringComparer.Ordinal);
        Assert.Equal(known, PublishedDocument.Sources("src/WhatsAppKit.AspNetCore").Where(file => WayAround().IsMatch(file.Text)).Select(file => file.Path).Order(StringComparer.Ordinal));
    }

    [GeneratedRegex(@"\bIgnoreQueryFilters\(|\bExecuteSql|\bFromSql|\bSqlQuery")]
    private static partial Regex WayAround();
}
