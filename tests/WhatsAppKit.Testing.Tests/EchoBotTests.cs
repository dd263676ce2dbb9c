using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using WhatsAppKit.Contracts.Webhooks;
using WhatsAppKit.EchoBot;

namespace WhatsAppKit.Testing.Tests;

/// <summary>The sample that answers: its webhook comes from the real gateway, and its answer goes to a real phone.</summary>
public class EchoBotTests
{
    [Fact]
    public async Task A_friend_who_writes_receives_the_echo()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var hook = await gateway.CreateWebhookAsync(new Uri("http://127.0.0.1:9/hooks"), "message.received");
        await using var bot = EchoApp.Build([
            "--urls=http://127.0.0.1:0", "--Logging:LogLevel:Default=None", $"--Gateway:Address={gateway.Address}", $"--Gateway:ApiKey={gateway.ApiKey}",
            $"--Gateway:WebhookSecret={hook.Secret}",
        ]);
        await bot.StartAsync();

        // The port is known only now.
        var address = bot.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        using var owner = new HttpClient { BaseAddress = gateway.Address };
        owner.DefaultRequestHeaders.Authorization = new("Bearer", gateway.Token);
        using var moved = await owner.PutAsJsonAsync(
            new Uri($"/api/webhooks/{hook.Webhook.Id}", UriKind.Relative), new UpdateWebhookRequest { Url = address + "/hooks", Events = ["message.received"] });
        Assert.Equal(HttpStatusCode.OK, moved.StatusCode);

        await gateway.Friend.SendTextAsync(gateway.Number, "is anybody there?");

        await gateway.Friend.ShouldReceiveTextAsync("is anybody there?", TimeSpan.FromSeconds(30));
        gateway.Sandbox.ShouldHaveNoFindings();
    }
}
