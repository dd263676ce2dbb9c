using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using WhatsAppKit.Contracts.Events;

namespace WhatsAppKit.Webhooks.Tests;

public class ReceivingTests
{
    private readonly ConcurrentQueue<string> _told = new();

    [Fact]
    public async Task An_event_reaches_the_handlers_of_its_type_and_those_of_all()
    {
        await using var app = await HookApp.StartAsync(
            handlers => handlers.On<MessageEventData>(EventTypes.MessageReceived, TellAsync)
                .On<MessageStatusData>(EventTypes.MessageSent, (_, data, _) => TellAsync("status " + data.Status))
                .OnAny((happened, _) => TellAsync("any " + happened.Id)),
            services => services.AddScoped<IWebhookHandler, Keeper>().AddSingleton(_told));

        Assert.Equal(HttpStatusCode.NoContent, await app.Sender.PostAsync("e1", Sender.Message("e1")));

        Assert.Equal(["hello", "any e1", "kept hello"], _told);
    }

    [Fact]
    public async Task Each_type_of_events_has_the_data_that_the_contract_names()
    {
        await using var app = await HookApp.StartAsync(handlers => handlers
            .On<MessageStatusData>(EventTypes.MessageFailed, (_, data, _) => TellAsync(data.FailureCode!))
            .On<MessageChangeData>(EventTypes.MessageReaction, (_, data, _) => TellAsync(data.Emoji!))
            .On<ConnectionData>(EventTypes.ConnectionChanged, (_, data, _) => TellAsync(data.Status))
            .On<ActionData>(EventTypes.UserAction, (_, data, _) => TellAsync(data.Action))
            .On<PingData>(EventTypes.WebhookPing, (_, data, _) => TellAsync(data.WebhookId)));
        var now = DateTimeOffset.UnixEpoch;

        await TakenAsync(app, EventTypes.MessageFailed, new MessageStatusData("m", "1555", "text", "failed", now, "not-on-whatsapp", "no"));
        await TakenAsync(app, EventTypes.MessageReaction, new MessageChangeData { MessageId = "m", Chat = "1555", From = "me", At = now, Emoji = "👍" });
        await TakenAsync(app, EventTypes.ConnectionChanged, new ConnectionData("CONNECTED", "1555", null, null, null));
        await TakenAsync(app, EventTypes.UserAction, new ActionData("user.created", null, "u"));
        await TakenAsync(app, EventTypes.WebhookPing, new PingData("w"));

        Assert.Equal(["not-on-whatsapp", "👍", "CONNECTED", "user.created", "w"], _told);
    }

    [Fact]
    public async Task An_event_of_an_unknown_type_is_taken_and_told_to_the_handlers_of_all()
    {
        await using var app = await HookApp.StartAsync(
            handlers => handlers.On<MessageEventData>(EventTypes.MessageReceived, TellAsync).OnAny((happened, _) => TellAsync(happened.Type)));

        await TakenAsync(app, "moon.landed", new { crew = 3 });

        Assert.Equal(["moon.landed"], _told);
    }

    [Fact]
    public async Task What_is_not_signed_with_the_secret_is_refused()
    {
        await using var app = await HookApp.StartAsync(handlers => handlers.OnAny((happened, _) => TellAsync(happened.Id)));
        var tampered = app.Sender.Signed("e1", Sender.Message("e1"));
        tampered.Content = new StringContent(Sender.Message("e1", "hullo"));
        var renamed = app.Sender.Signed("e1", Sender.Message("e1"));
        renamed.Headers.Remove("webhook-id");
        renamed.Headers.Add("webhook-id", "e2");

        Assert.Equal(HttpStatusCode.Unauthorized, await Sender.StatusAsync(tampered));
        Assert.Equal(HttpStatusCode.Unauthorized, await Sender.StatusAsync(renamed));
        Assert.Equal(HttpStatusCode.Unauthorized, await app.Sender.PostAsync("e1", Sender.Message("e1"), Sender.OtherSecret));
        Assert.Empty(_told);
    }

    [Fact]
    public async Task What_is_older_or_newer_than_five_minutes_is_refused()
    {
        await using var app = await HookApp.StartAsync(handlers => handlers.OnAny((happened, _) => TellAsync(happened.Id)));

        Assert.Equal(HttpStatusCode.Unauthorized, await app.Sender.PostAsync("e1", Sender.Message("e1"), age: TimeSpan.FromSeconds(301)));
        Assert.Equal(HttpStatusCode.Unauthorized, await app.Sender.PostAsync("e1", Sender.Message("e1"), age: TimeSpan.FromSeconds(-301)));
        Assert.Empty(_told);
        Assert.Equal(HttpStatusCode.NoContent, await app.Sender.PostAsync("e1", Sender.Message("e1"), age: TimeSpan.FromSeconds(300)));
    }

    [Fact]
    public async Task While_a_secret_replaces_another_both_are_taken()
    {
        await using var app = await HookApp.StartAsync(endpoints => endpoints.MapWhatsAppWebhooks(
            "/hooks", [Sender.Secret, Sender.OtherSecret], handlers => handlers.OnAny((happened, _) => TellAsync(happened.Id))));

        Assert.Equal(HttpStatusCode.NoContent, await app.Sender.PostAsync("e1", Sender.Message("e1")));
        Assert.Equal(HttpStatusCode.NoContent, await app.Sender.PostAsync("e2", Sender.Message("e2"), Sender.OtherSecret));
        Assert.Equal(["e1", "e2"], _told);
    }

    [Theory]
    [InlineData("not JSON")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"id":"another","type":"message.received","timestamp":"2026-01-01T00:00:00Z","instanceId":null,"data":{}}""")]
    [InlineData("""{"id":"e1","type":null,"timestamp":"2026-01-01T00:00:00Z","instanceId":null,"data":{}}""")]
    [InlineData("""{"id":"e1"}""")]
    [InlineData("""{"id":"e1","type":"message.received","timestamp":"2026-01-01T00:00:00Z","instanceId":null,"data":"text"}""")]
    [InlineData("""{"id":"e1","type":"message.received","timestamp":"2026-01-01T00:00:00Z","instanceId":null}""")]
    [InlineData("""{"id":"e1","type":"message.received","timestamp":"2026-01-01T00:00:00Z","instanceId":null,"data":{"message":7}}""")]
    public async Task What_is_signed_and_no_event_is_refused(string body)
    {
        await using var app = await HookApp.StartAsync(
            handlers => handlers.OnAny((happened, _) => TellAsync(happened.Id)).On<MessageEventData>(EventTypes.MessageReceived, TellAsync));

        Assert.Equal(HttpStatusCode.BadRequest, await app.Sender.PostAsync("e1", body));
        Assert.Empty(_told);
    }

    [Fact]
    public async Task Without_the_headers_of_a_webhook_a_request_is_refused()
    {
        await using var app = await HookApp.StartAsync(handlers => handlers.OnAny((happened, _) => TellAsync(happened.Id)));
        foreach (var header in new[] { "webhook-id", "webhook-timestamp", "webhook-signature" })
        {
            var request = app.Sender.Signed("e1", Sender.Message("e1"));
            request.Headers.Remove(header);
            Assert.Equal(HttpStatusCode.BadRequest, await Sender.StatusAsync(request));
        }

        Assert.Empty(_told);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_that_is_too_large_is_refused(bool chunked)
    {
        await using var app = await HookApp.StartAsync(
            handlers => handlers.OnAny((happened, _) => TellAsync(happened.Id)),
            services => services.Configure<WebhookReceiverOptions>(options => options.MaxBodyBytes = 4096));
        var small = Sender.Message("e1", new string('x', 3000));
        var large = app.Sender.Signed("e2", Sender.Message("e2", new string('x', 4096)));
        large.Headers.TransferEncodingChunked = chunked;

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await Sender.StatusAsync(large));
        Assert.Equal(HttpStatusCode.NoContent, await app.Sender.PostAsync("e1", small));
        Assert.Equal(["e1"], _told);
    }

    [Fact]
    public async Task A_handler_that_does_not_fit_its_type_of_events_is_found_at_start()
    {
        var error = await Assert.ThrowsAsync<ArgumentException>(
            () => HookApp.StartAsync(handlers => handlers.On<MessageStatusData>(EventTypes.MessageReceived, (_, _, _) => Task.CompletedTask)));
        Assert.Contains(nameof(MessageEventData), error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ArgumentException>(() => HookApp.StartAsync(handlers => handlers.On<string>("moon.landed", (_, _, _) => Task.CompletedTask)));
        await Assert.ThrowsAsync<ArgumentException>(() => HookApp.StartAsync(app => app.MapWhatsAppWebhooks("/hooks", "not a secret")));
    }

    private static async Task TakenAsync(HookApp app, string type, object data) =>
        Assert.Equal(HttpStatusCode.NoContent, await app.Sender.PostAsync(type, Sender.Event(type, type, data)));

    private Task TellAsync(GatewayEvent happened, MessageEventData data, CancellationToken cancellationToken) => TellAsync(data.Message.Text!);

    private Task TellAsync(string text)
    {
        _told.Enqueue(text);
        return Task.CompletedTask;
    }

    private sealed class Keeper(ConcurrentQueue<string> told) : IWebhookHandler
    {
        public Task HandleAsync(GatewayEvent happened, CancellationToken cancellationToken)
        {
            told.Enqueue("kept " + happened.ReadData<MessageEventData>().Message.Text);
            return Task.CompletedTask;
        }
    }
}
