using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using WhatsAppKit.AspNetCore.Events;
using WhatsAppKit.AspNetCore.Persistence;
using WhatsAppKit.Core.Session.Events;
using WhatsAppKit.Sandbox.Tests;

namespace WhatsAppKit.AspNetCore.Tests.Messages;

public class QueueTests(GatewayFixture gateway)
{
    [Fact]
    public async Task What_is_accepted_while_the_instance_is_away_leaves_when_it_is_back()
    {
        await using var talk = await Conversation.StartAsync(gateway.Host);
        await talk.DisconnectAsync();
        var accepted = await TextAsync(talk, "while away");
        accepted.Is(HttpStatusCode.Accepted);
        Assert.Equal("accepted", accepted["status"]);
        Assert.Equal($"/api/messages/{accepted.Id}", accepted.Headers["Location"]);

        await talk.Tenant.Person.PostAsync($"/api/instances/{talk.Instance}/connect");
        Assert.Equal("while away", ((Core.Messages.TextContent)(await talk.ReceivedAsync(accepted.Id)).Content).Text);
        await talk.MessageAsync(accepted.Id, answer => StatusOf(answer) == "delivered");
    }

    [Fact]
    public async Task Respond_async_is_answered_at_once_and_each_state_is_one_event()
    {
        await using var talk = await Conversation.StartAsync(gateway.Host);
        talk.Program.Headers["Prefer"] = "respond-async";
        var accepted = (await TextAsync(talk, "later")).Is(HttpStatusCode.Accepted);
        Assert.Equal("respond-async", accepted.Headers["Preference-Applied"]);
        await talk.MessageAsync(accepted.Id, answer => StatusOf(answer) == "delivered");

        var told = (await EventsAsync(talk)).Where(each => each.Data.TryGetProperty("messageId", out var id) && id.GetString() == accepted.Id);
        Assert.Equal(["message.accepted", "message.sent", "message.delivered"], told.Select(each => each.Type));
    }

    [Fact]
    public async Task A_message_that_waited_for_too_long_fails_and_is_not_sent_later()
    {
        await using var talk = await Conversation.StartAsync(gateway.Host);
        await talk.DisconnectAsync();
        var accepted = await talk.Program.PostAsync("/api/messages/text", new { to = talk.Friend.Number, text = "late", timeToLiveSeconds = 1 });
        var failed = await talk.MessageAsync(accepted.Is(HttpStatusCode.Accepted).Id, answer => StatusOf(answer) == "failed");
        Assert.Equal("message-expired", failed["failureCode"]);

        await talk.Tenant.Person.PostAsync($"/api/instances/{talk.Instance}/connect");
        await talk.Tenant.StatusAsync(talk.Instance, "CONNECTED");
        await TextAsync(talk, "after");
        await talk.ToldAsync<MessageReceived>(message => message.Content is Core.Messages.TextContent { Text: "after" });
        Assert.DoesNotContain(talk.Told.OfType<MessageReceived>(), message => message.Id == accepted.Id);
    }

    [Fact]
    public async Task A_scheduled_message_waits_for_its_time_and_can_be_taken_back()
    {
        await using var talk = await Conversation.StartAsync(gateway.Host);
        var soon = await ScheduledAsync(talk, "soon", TimeSpan.FromSeconds(10));
        var never = await ScheduledAsync(talk, "never", TimeSpan.FromSeconds(10));
        var (_, first) = await talk.SendAsync("text", new { to = talk.Friend.Number, text = "first" });

        (await talk.Program.PostAsync($"/api/messages/{never.Id}/cancel")).Is(HttpStatusCode.OK);
        (await talk.Program.PostAsync($"/api/messages/{never.Id}/cancel")).IsProblem(HttpStatusCode.Conflict, "message-not-waiting");
        (await talk.Program.PostAsync($"/api/messages/{first.Id}/cancel")).IsProblem(HttpStatusCode.Conflict, "message-not-waiting");
        await talk.ReceivedAsync(soon.Id);
        Assert.Equal("message-cancelled", (await talk.MessageAsync(never.Id))["failureCode"]);
        Assert.Equal(["first", "soon"], Texts(talk));
    }

    [Fact]
    public async Task Messages_of_a_chat_leave_in_the_order_they_were_accepted()
    {
        await using var talk = await Conversation.StartAsync(gateway.Host);
        talk.Program.Headers["Prefer"] = "respond-async";
        var ids = new List<string>();
        for (var i = 0; i < 30; i++)
        {
            ids.Add((await TextAsync(talk, $"m{i}")).Id);
        }

        await talk.ReceivedAsync(ids[^1]);
        Assert.Equal(ids, talk.Told.OfType<MessageReceived>().Select(message => message.Id));
    }

    [Fact]
    public async Task A_repeated_request_is_answered_as_before_and_sends_nothing()
    {
        await using var talk = await Conversation.StartAsync(gateway.Host);
        talk.Program.Headers["Idempotency-Key"] = "order-1";
        var first = (await TextAsync(talk, "once")).Is(HttpStatusCode.OK);
        var second = (await TextAsync(talk, "once")).Is(HttpStatusCode.OK);
        Assert.Equal(first.Text, second.Text);
        (await TextAsync(talk, "twice")).IsProblem(HttpStatusCode.UnprocessableEntity, "idempotency-key-reused");
        (await talk.Program.PostAsync("/api/messages/location", new { to = talk.Friend.Number, latitude = 1, longitude = 1 }))
            .IsProblem(HttpStatusCode.UnprocessableEntity, "idempotency-key-reused");

        talk.Program.Headers["Idempotency-Key"] = "order-2";
        (await talk.Program.PostAsync("/api/messages/text", new { to = "nobody", text = "x" })).IsProblem(HttpStatusCode.BadRequest, "invalid-request", "to");
        (await TextAsync(talk, "a refused request leaves its key free")).Is(HttpStatusCode.OK);
        await Wait.UntilAsync(() => Texts(talk).Length == 2, "both messages");
        Assert.Equal(["once", "a refused request leaves its key free"], Texts(talk));
    }

    [Fact]
    public async Task The_same_request_many_times_at_once_is_one_message()
    {
        await using var talk = await Conversation.StartAsync(gateway.Host);
        talk.Program.Headers["Idempotency-Key"] = "burst";
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => TextAsync(talk, "one of many")));
        Assert.All(answers, answer => Assert.True(answer.Status is HttpStatusCode.OK || answer["code"] == "idempotency-key-in-use", answer.Text));
        Assert.Single(answers.Where(answer => answer.Status == HttpStatusCode.OK).Select(answer => answer.Id).Distinct());
        await talk.ToldAsync<MessageReceived>();
        Assert.Equal(["one of many"], Texts(talk));
    }

    [Fact]
    public async Task A_file_that_is_sent_again_with_its_key_is_the_same_request()
    {
        await using var talk = await Conversation.StartAsync(gateway.Host);
        talk.Program.Headers["Idempotency-Key"] = "file";
        var first = (await DocumentAsync(talk, "same")).Is(HttpStatusCode.OK);
        var second = (await DocumentAsync(talk, "same")).Is(HttpStatusCode.OK);
        Assert.Equal(first.Id, second.Id);
        (await DocumentAsync(talk, "other")).IsProblem(HttpStatusCode.UnprocessableEntity, "idempotency-key-reused");
        await using var context = await gateway.Host.Services.GetRequiredService<IDbContextFactory<GatewayDbContext>>().CreateDbContextAsync();
        Assert.Equal(1, await context.Media.IgnoreQueryFilters().CountAsync(row => row.InstanceId == talk.Instance));
    }

    [Fact]
    public async Task Many_messages_at_once_have_a_result_each()
    {
        await using var talk = await Conversation.StartAsync(gateway.Host);
        talk.Program.Headers["Idempotency-Key"] = "bulk";
        object[] messages =
        [
            .. Enumerable.Range(0, 40).Select(i => new { kind = "text", message = (object)new { to = talk.Friend.Number, text = $"b{i}" } }),
            new { kind = "text", message = (object)new { to = talk.Friend.Number } },
            new { kind = "carrier-pigeon", message = (object)new { to = talk.Friend.Number } },
            new { kind = "text", message = (object)new { to = talk.Friend.Number, text = "x", color = "red" } },
        ];
        var sent = (await talk.Program.PostAsync("/api/messages/bulk", new { messages })).Is(HttpStatusCode.Accepted);
        var results = sent.Json.GetProperty("results").EnumerateArray().ToArray();
        Assert.Equal(40, sent.Json.GetProperty("accepted").GetInt32());
        Assert.Equal(43, results.Length);
        Assert.Equal(["text", "kind", "color"], results[40..].Select(result => result.GetProperty("error").GetProperty("errors").EnumerateObject().Single().Name));

        Assert.Equal(sent.Text, (await talk.Program.PostAsync("/api/messages/bulk", new { messages })).Is(HttpStatusCode.Accepted).Text);
        await Wait.UntilAsync(() => Texts(talk).Length == 40, "all messages");
        Assert.Equal(Enumerable.Range(0, 40).Select(i => $"b{i}"), Texts(talk));
    }

    [Theory]
    [InlineData("timeToLiveSeconds", """{"to":"15550002","text":"x","timeToLiveSeconds":0}""")]
    [InlineData("timeToLiveSeconds", """{"to":"15550002","text":"x","timeToLiveSeconds":604801}""")]
    [InlineData("sendAt", """{"to":"15550002","text":"x","sendAt":"2099-01-01T00:00:00Z"}""")]
    [InlineData("sendAt", """{"to":"15550002","text":"x","sendAt":"tomorrow"}""")]
    public async Task Times_that_make_no_sense_name_their_field(string field, string body)
    {
        var tenant = await Tenant.RegisterAsync(gateway.Host);
        var program = await tenant.ProgramAsync(await tenant.CreateInstanceAsync());
        (await program.PostRawAsync("/api/messages/text", body)).IsProblem(HttpStatusCode.BadRequest, "invalid-request", field);
    }

    [Fact]
    public async Task An_instance_that_was_never_paired_accepts_nothing()
    {
        var tenant = await Tenant.RegisterAsync(gateway.Host);
        var program = await tenant.ProgramAsync(await tenant.CreateInstanceAsync());
        (await program.PostAsync("/api/messages/text", new { to = "15550002", text = "x" })).IsProblem(HttpStatusCode.Conflict, "instance-not-paired");
    }

    [Fact]
    public async Task What_waits_for_an_account_is_not_sent_by_the_next_one()
    {
        await using var talk = await Conversation.StartAsync(gateway.Host);
        var waiting = await ScheduledAsync(talk, "from the old account", TimeSpan.FromHours(1));
        (await talk.Tenant.Person.PostAsync($"/api/instances/{talk.Instance}/logout")).Is(HttpStatusCode.OK);
        Assert.Equal("message-abandoned", (await talk.MessageAsync(waiting.Id))["failureCode"]);
        (await TextAsync(talk, "x")).IsProblem(HttpStatusCode.Conflict, "instance-not-paired");
    }

    [Fact]
    public async Task A_commit_is_on_the_disk_when_it_returns()
    {
        await using var context = await gateway.Host.Services.GetRequiredService<IDbContextFactory<GatewayDbContext>>().CreateDbContextAsync();
        await context.Database.OpenConnectionAsync();
        await using var command = context.Database.GetDbConnection().CreateCommand();
        command.CommandText = "PRAGMA synchronous;";
        Assert.Equal(2L, await command.ExecuteScalarAsync());
        command.CommandText = "PRAGMA journal_mode;";
        Assert.Equal("wal", await command.ExecuteScalarAsync());
    }

    private static Task<Answer> TextAsync(Conversation talk, string text) =>
        talk.Program.PostAsync("/api/messages/text", new { to = talk.Friend.Number, text });

    private static async Task<Answer> ScheduledAsync(Conversation talk, string text, TimeSpan after) =>
        (await talk.Program.PostAsync("/api/messages/text", new { to = talk.Friend.Number, text, sendAt = DateTimeOffset.UtcNow + after })).Is(HttpStatusCode.Accepted);

    private static async Task<Answer> DocumentAsync(Conversation talk, string text)
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent(talk.Friend.Number), "to" },
            { new StringContent(text), "file", "notes.txt" },
        };
        return await talk.Program.SendAsync(HttpMethod.Post, "/api/messages/document", form);
    }

    private static string StatusOf(Answer message) => message.Json.GetProperty("message").GetProperty("status").GetString()!;

    private static string[] Texts(Conversation talk) =>
        [.. talk.Told.OfType<MessageReceived>().Select(message => message.Content).OfType<Core.Messages.TextContent>().Select(content => content.Text)];

    private async Task<IReadOnlyList<Contracts.Events.GatewayEvent>> EventsAsync(Conversation talk)
    {
        await using var context = await gateway.Host.Services.GetRequiredService<IDbContextFactory<GatewayDbContext>>().CreateDbContextAsync();
        var rows = await context.Events.IgnoreQueryFilters().Where(row => row.InstanceId == talk.Instance).OrderBy(row => row.Sequence).ToListAsync();
        return [.. rows.Select(gateway.Host.Services.GetRequiredService<EventLog>().Read)];
    }
}
