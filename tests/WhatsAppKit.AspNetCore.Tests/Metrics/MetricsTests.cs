using System.Net;
using WhatsAppKit.AspNetCore.Tests.Messages;
using WhatsAppKit.AspNetCore.Tests.Webhooks;

namespace WhatsAppKit.AspNetCore.Tests.Metrics;

public class MetricsTests
{
    [Fact]
    public async Task What_happens_is_measured_and_nobody_is_named()
    {
        await using var host = await GatewayHost.StartAsync();
        await using var talk = await Conversation.StartAsync(host);
        var sent = (await talk.Program.PostAsync("/api/messages/text", new { to = talk.Friend.Number, text = "hello" })).Is(HttpStatusCode.OK);
        await talk.MessageAsync(sent.Id, answer => answer.Json.GetProperty("message").GetProperty("status").GetString() == "delivered");
        await talk.Tenant.Person.PostAsync($"/api/instances/{talk.Instance}/disconnect");
        await talk.Tenant.StatusAsync(talk.Instance, "DISCONNECTED");
        (await talk.Program.PostAsync("/api/messages/text", new { to = talk.Friend.Number, text = "waits" })).Is(HttpStatusCode.Accepted);

        var scrape = await ScrapeAsync(host);

        Assert.Equal(2, scrape["whatsappkit_messages_total{event=\"accepted\"}"]);
        Assert.Equal(1, scrape["whatsappkit_messages_total{event=\"sent\"}"]);
        Assert.Equal(1, scrape["whatsappkit_messages_total{event=\"delivered\"}"]);
        Assert.Equal(0, scrape["whatsappkit_messages_total{event=\"failed\"}"]);
        Assert.Equal(1, scrape["whatsappkit_messages_send_duration_seconds_count"]);
        Assert.Equal(1, scrape["whatsappkit_messages_send_duration_seconds_bucket{le=\"+Inf\"}"]);
        Assert.Equal("histogram", scrape.TypeOf("whatsappkit_messages_send_duration_seconds"));
        Assert.Equal(1, scrape["whatsappkit_queue_messages"]);
        Assert.Equal(1, scrape["whatsappkit_instances{state=\"DISCONNECTED\"}"]);
        Assert.Equal(1, scrape["whatsappkit_connections_changes_total{state=\"Connected\"}"]);
        Assert.True(scrape["whatsappkit_events_total{type=\"message.sent\"}"] == 1);
        Assert.Contains("whatsappkit_webhooks_attempts_total", scrape.Names);
        Assert.Contains("whatsappkit_requests_limited_total", scrape.Names);
        Assert.Contains("whatsappkit_queue_age_seconds", scrape.Names);
        Assert.Contains("whatsappkit_cache_memory_bytes", scrape.Names);
        Assert.All(
            [talk.Instance, talk.Tenant.Subscription, talk.Tenant.UserId, talk.Friend.Number, sent.Id],
            secret => Assert.DoesNotContain(scrape.Samples, sample => sample.Contains(secret, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Deliveries_and_refusals_are_counted_by_outcome()
    {
        await using var fixture = new WebhookFixture();
        await fixture.InitializeAsync();
        await using var receiver = await Receiver.StartAsync();
        var tenant = await Tenant.RegisterAsync(fixture.Host);
        receiver.AnswerWith(500, 200);
        (await tenant.Person.PostAsync("/api/webhooks", new { url = receiver.Url, events = new[] { "system.action" } })).Is(HttpStatusCode.Created);
        await tenant.CreateInstanceAsync();
        var told = await Tenant.UntilAsync(
            tenant.Person.With(GatewayHost.OperatorKey), "/metrics", answer => new Scrape(answer.Text)["whatsappkit_webhooks_attempts_total{outcome=\"delivered\"}"] >= 1);
        var scrape = new Scrape(told.Text);
        Assert.True(scrape["whatsappkit_webhooks_attempts_total{outcome=\"status\"}"] >= 1);
        Assert.True(scrape["whatsappkit_webhooks_duration_seconds_count{outcome=\"delivered\"}"] >= 1);
    }

    [Fact]
    public async Task Metrics_are_the_operators_unless_the_settings_say_otherwise()
    {
        await using var host = await GatewayHost.StartAsync(new() { ["WhatsAppGateway:RateLimits:Auth"] = "1" });
        (await host.Anonymous().GetAsync("/metrics")).IsProblem(HttpStatusCode.Unauthorized, "unauthenticated");
        await host.Anonymous().PostAsync("/api/auth/logout", new { });
        (await host.Anonymous().PostAsync("/api/auth/logout", new { })).IsProblem(HttpStatusCode.TooManyRequests, "auth-rate-limited");
        Assert.Equal(1, (await ScrapeAsync(host))["whatsappkit_requests_limited_total{limit=\"auth\"}"]);

        host.Settings["WhatsAppGateway:Metrics:IsOpen"] = "true";
        host.Settings["WhatsAppGateway:Metrics:Path"] = "/internal/metrics";
        await host.RestartAsync();
        var open = (await host.Anonymous().GetAsync("/internal/metrics")).Is(HttpStatusCode.OK);
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", open.ContentType!.ToString());
        (await host.Anonymous().GetAsync("/metrics")).Is(HttpStatusCode.NotFound);

        host.Settings["WhatsAppGateway:Metrics:IsServed"] = "false";
        await host.RestartAsync();
        (await host.Anonymous().GetAsync("/internal/metrics")).Is(HttpStatusCode.NotFound);
    }

    private static async Task<Scrape> ScrapeAsync(GatewayHost host) =>
        new((await host.Anonymous().With(GatewayHost.OperatorKey).GetAsync("/metrics")).Is(HttpStatusCode.OK).Text);
}
