using System.Net;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using WhatsAppKit.AspNetCore.Messages.Receiving;
using WhatsAppKit.AspNetCore.Persistence;
using WhatsAppKit.AspNetCore.Retention;
using WhatsAppKit.AspNetCore.Tests.Events;
using WhatsAppKit.AspNetCore.Tests.Media;
using WhatsAppKit.Sandbox.Tests;

namespace WhatsAppKit.AspNetCore.Tests.Retention;

public sealed class RetentionTests : IAsyncLifetime
{
    private GatewayHost _host = null!;
    private Tenant _tenant = null!;
    private string _instance = null!;

    private static DateTimeOffset Now => StoredTime.Now(TimeProvider.System);

    private RetentionSweep Sweep => _host.Services.GetRequiredService<RetentionSweep>();

    public async ValueTask InitializeAsync()
    {
        _host = await GatewayHost.StartAsync(new()
        {
            ["WhatsAppGateway:Retention:BatchSize"] = "3",
            ["WhatsAppGateway:Retention:Pause"] = "00:00:00",
            ["WhatsAppGateway:Outbound:AllowHttp"] = "true",
        });
        _tenant = await Tenant.RegisterAsync(_host);
        _instance = await _tenant.CreateInstanceAsync();
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Messages_go_when_their_tiers_time_is_over_but_never_while_they_wait()
    {
        var patient = await Tenant.RegisterAsync(_host);
        (await _tenant.Person.With(GatewayHost.OperatorKey).PutAsync($"/api/admin/subscriptions/{patient.Subscription}/tier", new { tier = "MAX" })).Is(HttpStatusCode.OK);
        var kept = await patient.CreateInstanceAsync();
        await UseAsync(context =>
        {
            for (var i = 0; i < 10; i++)
            {
                context.Messages.Add(Message(_tenant.Subscription, _instance, $"old{i}", 31));
                context.Messages.Add(Message(_tenant.Subscription, _instance, $"young{i}", 29));
                context.Messages.Add(Message(patient.Subscription, kept, $"old{i}", 31));
            }

            var waiting = Message(_tenant.Subscription, _instance, "waiting", 31);
            waiting.DueAt = Now.AddDays(1);
            context.Messages.Add(waiting);
        });
        await UseAsync(async context => context.MessageMarks.Add(new MessageMark
        {
            MessageSequence = await context.Messages.IgnoreQueryFilters().Where(row => row.InstanceId == _instance && row.MessageId == "old3").Select(row => row.Sequence).SingleAsync(),
            Kind = MarkKind.Reaction,
            SubscriptionId = _tenant.Subscription,
        }));

        await Sweep.RunAsync(TestContext.Current.CancellationToken);

        var left = await ReadAsync(context => context.Messages.IgnoreQueryFilters().OrderBy(row => row.Sequence).Select(row => new { row.InstanceId, row.MessageId }).ToListAsync());
        Assert.Equal(
            Enumerable.Range(0, 10).Select(i => $"young{i}").Append("waiting").Order(StringComparer.Ordinal),
            left.Where(row => row.InstanceId == _instance).Select(row => row.MessageId).Order(StringComparer.Ordinal));
        Assert.Equal(10, left.Count(row => row.InstanceId == kept));
        Assert.Equal(0, await ReadAsync(context => context.MessageMarks.IgnoreQueryFilters().CountAsync()));
    }

    [Fact]
    public async Task A_file_goes_with_the_last_message_that_has_it_and_what_belongs_to_nothing_goes_too()
    {
        var program = await _tenant.ProgramAsync(_instance);
        var (alone, shared) = (await UploadAsync(program), await UploadAsync(program));
        var folder = Path.Combine(_host.DataDirectory, "media", _instance);
        foreach (var (name, age) in new[] { ("nobodys", 2), ("cut.x.part", 2), ("being-written.x.part", 0) })
        {
            await File.WriteAllTextAsync(Path.Combine(folder, name), "x");
            File.SetLastWriteTimeUtc(Path.Combine(folder, name), DateTime.UtcNow.AddDays(-age));
        }

        File.SetLastWriteTimeUtc(Path.Combine(folder, shared), DateTime.UtcNow.AddDays(-2));
        await UseAsync(context =>
        {
            context.Messages.Add(Message(_tenant.Subscription, _instance, "one", 31, alone));
            context.Messages.Add(Message(_tenant.Subscription, _instance, "two", 31, shared));
            context.Messages.Add(Message(_tenant.Subscription, _instance, "three", 1, shared));
        });

        await Sweep.RunAsync(TestContext.Current.CancellationToken);

        Assert.Equal(new[] { "being-written.x.part", shared }.Order(), Directory.GetFiles(folder).Select(path => Path.GetFileName(path)).Order());
        (await program.GetAsync($"/api/media/{alone}")).IsProblem(HttpStatusCode.NotFound, "not-found");
        Assert.Equal(HttpStatusCode.OK, (await program.DownloadAsync($"/api/media/{shared}")).Response.StatusCode);
    }

    [Fact]
    public async Task Events_go_but_what_a_webhook_has_not_taken_stays_until_its_delivery_is_given_up()
    {
        await UseAsync(context => context.Webhooks.Add(new Webhook
        {
            Id = "hook",
            SubscriptionId = _tenant.Subscription,
            Url = "http://127.0.0.1:1/",
            IsActive = false,
            CreatedAt = Now.AddDays(-100),
        }));
        await _host.TellAsync(_tenant.Subscription, _instance, Enumerable.Range(0, 10).Select(i => $"m{i}"));
        var events = await EventsAsync();
        await AgeAsync("Events", "At", 8, events[^1]);
        await UseAsync(context => context.WebhookDeliveries.Add(Delivery(events[^4], 1, Now.AddDays(1))));
        await UntilReadAsync(events[^1]);

        await Sweep.RunAsync(TestContext.Current.CancellationToken);
        Assert.Equal(events[^4..], await EventsAsync());

        // A place beyond the end: whoever resumes there is told of what comes, and numbers are never used again.
        await AgeAsync("WebhookDeliveries", "CreatedAt", 8, long.MaxValue);
        await Sweep.RunAsync(TestContext.Current.CancellationToken);
        Assert.Empty(await EventsAsync());
        Assert.Equal(0, await ReadAsync(context => context.WebhookDeliveries.IgnoreQueryFilters().CountAsync()));
        await _host.TellAsync(_tenant.Subscription, _instance, "next");
        Assert.True(Assert.Single(await EventsAsync()) > events[^1]);
    }

    [Fact]
    public async Task Deliveries_and_their_attempts_go_the_oldest_first()
    {
        await UseAsync(context => context.Webhooks.Add(new Webhook { Id = "hook", SubscriptionId = _tenant.Subscription, Url = "http://127.0.0.1:1/", IsActive = false }));
        await UseAsync(context =>
        {
            for (var i = 0; i < 9; i++)
            {
                context.WebhookDeliveries.Add(Delivery(1_000_000 + i, i < 7 ? 8 : 6, null));
            }
        });
        await UseAsync(async context =>
        {
            foreach (var sequence in await context.WebhookDeliveries.IgnoreQueryFilters().Select(row => row.Sequence).ToListAsync())
            {
                context.WebhookAttempts.Add(new WebhookAttempt { SubscriptionId = _tenant.Subscription, DeliverySequence = sequence });
            }
        });

        await Sweep.RunAsync(TestContext.Current.CancellationToken);

        Assert.Equal([1_000_007, 1_000_008], await ReadAsync(context => context.WebhookDeliveries.IgnoreQueryFilters().Select(row => row.EventSequence).Order().ToListAsync()));
        Assert.Equal(2, await ReadAsync(context => context.WebhookAttempts.IgnoreQueryFilters().CountAsync()));
    }

    [Fact]
    public async Task The_audit_lets_go_of_what_is_old_and_of_nothing_else()
    {
        var another = (await Tenant.RegisterAsync(_host)).Subscription;
        await UseAsync(context =>
        {
            for (var i = 0; i < 7; i++)
            {
                context.AuditEntries.Add(new AuditEntry { SubscriptionId = _tenant.Subscription, At = Now.AddDays(-366), Action = "old", TargetId = "x" });
            }

            context.AuditEntries.Add(new AuditEntry { SubscriptionId = another, At = Now.AddDays(-366), Action = "old", TargetId = "x" });
        });

        // The first entries of the subscription are young: what comes after them waits, and nothing is let go.
        await Sweep.RunAsync(TestContext.Current.CancellationToken);
        Assert.Equal(7, await OldEntriesAsync());
        await RawAsync("DROP TRIGGER AuditEntries_NoUpdate");
        await RawAsync($"UPDATE AuditEntries SET At = {Binary(Now.AddDays(-367))} WHERE SubscriptionId = '{_tenant.Subscription}' AND Action <> 'old'");
        var last = (await _tenant.Person.PostAsync("/api/instances", new { name = "second" })).Is(HttpStatusCode.Created).Id;

        await Sweep.RunAsync(TestContext.Current.CancellationToken);

        Assert.Equal(0, await OldEntriesAsync());
        var left = await ReadAsync(context => context.AuditEntries.IgnoreQueryFilters().Where(row => row.SubscriptionId == _tenant.Subscription).ToListAsync());
        Assert.Equal(last, Assert.Single(left).TargetId);
        Assert.Contains("append-only", (await Assert.ThrowsAsync<SqliteException>(() => RawAsync($"DELETE FROM AuditEntries WHERE SubscriptionId = '{_tenant.Subscription}'"))).Message, StringComparison.Ordinal);
        Assert.Contains("append-only", (await Assert.ThrowsAsync<SqliteException>(() => RawAsync($"DELETE FROM AuditEntries WHERE SubscriptionId = '{another}'"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_subscription_is_told_how_long_things_are_kept()
    {
        var told = (await _tenant.Person.GetAsync("/api/subscription")).Is(HttpStatusCode.OK).Json.GetProperty("retention");
        Assert.Equal(
            [30 * 86400, 7 * 86400, 7 * 86400, 7 * 86400, 365 * 86400],
            new[] { "messagesSeconds", "eventsSeconds", "deliveriesSeconds", "mediaSeconds", "auditSeconds" }.Select(name => told.GetProperty(name).GetInt64()));
    }

    private static StoredMessage Message(string subscription, string instance, string id, int days, string? media = null) => new()
    {
        SubscriptionId = subscription,
        InstanceId = instance,
        MessageId = id,
        Chat = "15550001@s.whatsapp.net",
        Kind = "text",
        Status = MessageStatus.Received,
        Timestamp = Now.AddDays(-days),
        MediaId = media,
    };

    private WebhookDelivery Delivery(long sequence, int days, DateTimeOffset? due) => new()
    {
        SubscriptionId = _tenant.Subscription,
        WebhookId = "hook",
        EventSequence = sequence,
        CreatedAt = Now.AddDays(-days),
        DueAt = due,
        State = due is null ? DeliveryState.Delivered : DeliveryState.Pending,
    };

    private static async Task<string> UploadAsync(Caller program) =>
        (await MediaSendTests.UploadAsync(program, "/api/media", [1, 2, 3], "application/zip", "f.zip")).Is(HttpStatusCode.Created).Id;

    private Task<List<long>> EventsAsync() =>
        ReadAsync(context => context.Events.IgnoreQueryFilters().Where(row => row.InstanceId == _instance).Select(row => row.Sequence).Order().ToListAsync());

    private Task<int> OldEntriesAsync() =>
        ReadAsync(context => context.AuditEntries.IgnoreQueryFilters().CountAsync(row => row.SubscriptionId == _tenant.Subscription && row.Action == "old"));

    /// <summary>Waits until all readers have come so far: what they have not read stays.</summary>
    private async Task UntilReadAsync(long sequence)
    {
        var consumers = _host.Services.GetServices<WhatsAppKit.AspNetCore.Events.IEventConsumer>().ToArray();
        await Wait.UntilAsync(() => Array.TrueForAll(consumers, consumer => consumer.Place >= sequence), "the readers of events");
    }

    private Task<int> AgeAsync(string table, string column, int days, long upTo) =>
        RawAsync($"UPDATE {table} SET {column} = {Binary(Now.AddDays(-days))} WHERE SubscriptionId = '{_tenant.Subscription}' AND Sequence <= {upTo}");

    private static long Binary(DateTimeOffset time) => ((time.Ticks / 1000) << 11) | (((long)time.Offset.TotalMinutes) & 0x7FF);

    private Task<int> RawAsync(string sql) => ReadAsync(context => context.Database.ExecuteSqlRawAsync(sql));

    private Task UseAsync(Action<GatewayDbContext> change) => UseAsync(context =>
    {
        change(context);
        return Task.CompletedTask;
    });

    private async Task UseAsync(Func<GatewayDbContext, Task> changeAsync)
    {
        await using var context = await _host.Services.GetRequiredService<IDbContextFactory<GatewayDbContext>>().CreateDbContextAsync();
        await changeAsync(context);
        await context.SaveChangesAsync();
    }

    private async Task<T> ReadAsync<T>(Func<GatewayDbContext, Task<T>> readAsync)
    {
        await using var context = await _host.Services.GetRequiredService<IDbContextFactory<GatewayDbContext>>().CreateDbContextAsync();
        return await readAsync(context);
    }
}
