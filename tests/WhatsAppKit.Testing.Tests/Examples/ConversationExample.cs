using WhatsAppKit.Client;

namespace WhatsAppKit.Testing.Tests.Examples;

public class ConversationExample
{
    // example
    [Fact]
    public async Task A_message_goes_out_and_the_answer_comes_in()
    {
        await using var gateway = await GatewayFixture.StartAsync();

        await gateway.Client.Messages.SendTextAsync(gateway.Friend.Number, "Your parcel has left our house.");
        await gateway.Friend.ShouldReceiveTextAsync("Your parcel has left our house.");

        await gateway.Friend.SendTextAsync(gateway.Number, "When will it be here?");
        await gateway.Phone.ShouldReceiveTextAsync("When will it be here?");
        gateway.Sandbox.ShouldHaveNoFindings();
    }
    // end
}
