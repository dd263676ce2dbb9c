using WhatsAppKit.Core;
using WhatsAppKit.Core.Storage;

namespace WhatsAppKit.Sandbox.Tests.Examples;

public sealed class FaultExample
{
    // example 2
    [Fact]
    public async Task What_was_said_while_the_line_was_down_arrives_once()
    {
        await using var whatsapp = await WhatsAppSandbox.StartAsync();
        var shop = await whatsapp.AddPhoneAsync("+1 555 0001");
        var customer = await whatsapp.AddPhoneAsync("+1 555 0002");
        await using var client = new WhatsAppClient(
            new WhatsAppClientOptions { Endpoint = whatsapp.Endpoint!, TrustedRootKey = whatsapp.TrustedRootKey, MaxReconnectDelay = TimeSpan.FromSeconds(1) },
            new MemorySessionStore());
        var faults = whatsapp.FaultsOf(await shop.LinkAsync(client));
        await client.Messages.SendTextAsync(customer.Jid, "Can I help you?");
        await customer.ShouldReceiveTextAsync("Can I help you?");

        faults.LoseNextMessage();
        await customer.SendTextAsync(shop.Number, "Yes, please.");
        faults.CutLine();

        await shop.ShouldReceiveTextAsync("Yes, please.");
        await customer.ShouldSeeAsync<Core.Session.Events.ReceiptReceived>();
        await whatsapp.ShouldSettleAsync();
    }
    // end
}
