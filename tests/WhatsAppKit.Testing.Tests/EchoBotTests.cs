using Microsoft.AspNetCore.Builder;
using WhatsAppKit.EchoBot;

namespace WhatsAppKit.Testing.Tests;

/// <summary>The sample that answers: what it hears comes from the real gateway, and its answer goes to a real phone.</summary>
public class EchoBotTests
{
    [Fact]
    public async Task A_friend_who_writes_receives_the_echo_of_a_webhook()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var address = GatewayFixture.FreeAddress();
        var hook = await gateway.CreateWebhookAsync(new Uri(address, "/hooks"), "message.received");
        await using var bot = Start(gateway, $"--urls={address}", $"--Gateway:WebhookSecret={hook.Secret}");
        await bot.StartAsync();

        await gateway.Friend.SendTextAsync(gateway.Number, "is anybody there?");

        await gateway.Friend.ShouldReceiveTextAsync("is anybody there?", TimeSpan.FromSeconds(60));
        gateway.Sandbox.ShouldHaveNoFindings();
    }

    [Fact]
    public async Task A_friend_who_writes_receives_the_echo_of_a_live_event()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        await using var bot = Start(gateway, "--urls=http://127.0.0.1:0");
        await bot.StartAsync();

        // From which moment on it hears is its own affair: nobody who writes once more is misunderstood.
        for (var attempt = 0; gateway.Friend.Messages.Count == 0; attempt++)
        {
            Assert.True(attempt < 30, "The bot answers nothing.");
            await gateway.Friend.SendTextAsync(gateway.Number, "is anybody there?");
            await Task.Delay(TimeSpan.FromSeconds(1));
        }

        await gateway.Friend.ShouldReceiveTextAsync("is anybody there?");
        gateway.Sandbox.ShouldHaveNoFindings();
    }

    private static WebApplication Start(GatewayFixture gateway, params string[] settings) =>
        EchoApp.Build(["--Logging:LogLevel:Default=None", $"--Gateway:Address={gateway.Address}", $"--Gateway:ApiKey={gateway.ApiKey}", .. settings]);
}
