using WhatsAppKit.Client;

namespace WhatsAppKit.Testing.Tests.Examples;

// example
public sealed class Gateway : IAsyncLifetime
{
    public GatewayFixture Fixture { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Fixture = await GatewayFixture.StartAsync();

    public async ValueTask DisposeAsync() => await Fixture.DisposeAsync();
}

public sealed class OrderTests(Gateway gateway) : IClassFixture<Gateway>
{
    [Fact]
    public async Task A_customer_is_thanked()
    {
        var customer = await gateway.Fixture.Sandbox.AddPhoneAsync("15550077");
        await gateway.Fixture.Client.Messages.SendTextAsync(customer.Number, "Thank you for your order.");
        await customer.ShouldReceiveTextAsync("Thank you for your order.");
    }
}
// end
