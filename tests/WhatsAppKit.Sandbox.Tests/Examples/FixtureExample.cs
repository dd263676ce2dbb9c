namespace WhatsAppKit.Sandbox.Tests.Examples;

// example 4
public sealed class WhatsApp : SandboxFixture, IAsyncLifetime;   // xunit v3; other frameworks call the two methods themselves

public sealed class OrderTests(WhatsApp whatsapp) : IClassFixture<WhatsApp>
{
    [Fact]
    public async Task Each_test_has_phones_of_its_own()
    {
        var (shop, customer) = (await whatsapp.AddPhoneAsync(), await whatsapp.AddPhoneAsync());
        await customer.SendTextAsync(shop.Number, "Are you open?");
        await shop.ShouldReceiveTextAsync("Are you open?");
    }
}
// end
