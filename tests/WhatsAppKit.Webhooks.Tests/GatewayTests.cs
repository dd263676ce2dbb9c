using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using WhatsAppKit.AspNetCore.Tests;
using WhatsAppKit.Contracts.Events;

namespace WhatsAppKit.Webhooks.Tests;

/// <summary>The real gateway delivers what a real phone wrote.</summary>
public class GatewayTests
{
    [Fact]
    public async Task What_a_phone_writes_arrives_at_an_application_once_although_it_failed_at_first()
    {
        await using var host = await GatewayHost.StartAsync(new()
        {
            ["WhatsAppGateway:Outbound:AllowHttp"] = "true",
            ["WhatsAppGateway:Outbound:TrustedHosts:0"] = "127.0.0.1",
            ["WhatsAppGateway:Webhooks:RetryWaits:0"] = "00:00:00.05",
        });
        var tenant = await Tenant.RegisterAsync(host);
        var instance = await tenant.PairAsync("15550001");

        // The secret is known before the application starts, and its port after.
        var settings = new { url = "http://127.0.0.1:9/hooks", events = new[] { "message.received" } };
        var created = (await tenant.Person.PostAsync($"/api/instances/{instance}/webhooks", settings)).Is(HttpStatusCode.Created);
        var arrived = Channel.CreateUnbounded<(GatewayEvent Happened, MessageEventData Data)>();
        var attempts = 0;
        await using var app = await HookApp.StartAsync(
            endpoints => endpoints.MapWhatsAppWebhooks("/hooks", created["secret"], handlers => handlers.On<MessageEventData>(
                EventTypes.MessageReceived,
                (happened, data, _) => Interlocked.Increment(ref attempts) == 1
                    ? throw new InvalidOperationException("Not now.")
                    : arrived.Writer.WriteAsync((happened, data), CancellationToken.None).AsTask())),
            time: TimeProvider.System);
        var id = created.Json.GetProperty("webhook").GetProperty("id").GetString();
        (await tenant.Person.PutAsync($"/api/webhooks/{id}", new { url = new Uri(app.Address, "/hooks"), settings.events })).Is(HttpStatusCode.OK);

        var friend = await host.Sandbox.AddPhoneAsync("15550002");
        await friend.SendTextAsync("15550001", "where is my order?");

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var (told, message) = await arrived.Reader.ReadAsync(limit.Token);
        Assert.Equal("where is my order?", message.Message.Text);
        Assert.Equal("15550002", message.Message.From);
        Assert.Equal(instance, told.InstanceId);
        Assert.Equal(2, attempts);
    }
}
