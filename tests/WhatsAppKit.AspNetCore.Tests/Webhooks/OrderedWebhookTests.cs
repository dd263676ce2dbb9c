using System.Net;
using Microsoft.Extensions.Time.Testing;
using WhatsAppKit.Sandbox.Tests;

namespace WhatsAppKit.AspNetCore.Tests.Webhooks;

public class OrderedWebhookTests
{
    [Fact]
    public async Task An_event_that_others_wait_for_is_repeated_when_it_is_due_and_not_at_the_next_look()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var host = await GatewayHost.StartAsync(
            new()
            {
                ["WhatsAppGateway:Outbound:AllowHttp"] = "true",
                ["WhatsAppGateway:Outbound:TrustedHosts:0"] = "127.0.0.1",
                ["WhatsAppGateway:Webhooks:RetryWaits:0"] = "00:00:00.1",
            },
            time: time);
        await using var receiver = await Receiver.StartAsync();
        receiver.AnswerWith(500, 200);
        var tenant = await Tenant.RegisterAsync(host);
        var created = (await tenant.Person.PostAsync("/api/webhooks", new { url = receiver.Url, events = new[] { "user.action" }, ordered = true })).Is(HttpStatusCode.Created);
        var id = created.Json.GetProperty("webhook").GetProperty("id").GetString();

        await tenant.CreateUserAsync();
        await Tenant.UntilAsync(
            tenant.Person,
            $"/api/webhooks/{id}/deliveries",
            answer => answer.Json.GetProperty("items").EnumerateArray().Any(item => item.GetProperty("attempts").GetInt32() == 1));

        // The wait with all its jitter, and less than the dispatcher's second.
        time.Advance(TimeSpan.FromMilliseconds(200));
        await Wait.UntilAsync(() => receiver.All.Count >= 2, "the second attempt");
        Assert.Equal(receiver.All.First().Id, receiver.All.ElementAt(1).Id);
    }
}
