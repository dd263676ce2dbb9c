using WhatsAppKit.EchoBot;

namespace WhatsAppKit.Testing.Tests.Examples;

public class WebhookExample
{
    // example
    [Fact]
    public async Task Who_says_hello_is_answered()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var address = GatewayFixture.FreeAddress();
        var hook = await gateway.CreateWebhookAsync(new Uri(address, "/hooks"), "message.received");
        await using var app = EchoApp.Build([
            $"--urls={address}", $"--Gateway:Address={gateway.Address}", $"--Gateway:ApiKey={gateway.ApiKey}", $"--Gateway:WebhookSecret={hook.Secret}",
        ]);
        await app.StartAsync();

        await gateway.Friend.SendTextAsync(gateway.Number, "hello");
        await gateway.Friend.ShouldReceiveTextAsync("hello");
    }
    // end
}
