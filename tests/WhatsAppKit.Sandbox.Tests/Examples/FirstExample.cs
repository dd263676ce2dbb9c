using WhatsAppKit.Core;
using WhatsAppKit.Core.Storage;

namespace WhatsAppKit.Sandbox.Tests.Examples;

public sealed class FirstExample
{
    // example 1
    [Fact]
    public async Task A_client_pairs_and_talks()
    {
        await using var whatsapp = await WhatsAppSandbox.StartAsync();
        var shop = await whatsapp.AddPhoneAsync("+1 555 0001");
        var customer = await whatsapp.AddPhoneAsync("+1 555 0002");
        await using var client = new WhatsAppClient(
            new WhatsAppClientOptions { Endpoint = whatsapp.Endpoint!, TrustedRootKey = whatsapp.TrustedRootKey },
            new MemorySessionStore());

        await shop.LinkAsync(client);
        await client.Messages.SendTextAsync(customer.Jid, "Your order is on its way.");

        var message = await customer.ShouldReceiveTextAsync("Your order is on its way.");
        await customer.ReactAsync(message.Reference, "👍");
        await customer.ReadAsync(message);
        await whatsapp.ShouldSettleAsync();
        whatsapp.ShouldHaveNoFindings();
    }
    // end
}
