[assembly: AssemblyFixture(typeof(WhatsAppKit.AspNetCore.Tests.GatewayFixture))]

namespace WhatsAppKit.AspNetCore.Tests;

/// <summary>One gateway for all tests that need no host of their own; each registers a tenant of its own.</summary>
public sealed class GatewayFixture : IAsyncLifetime
{
    internal GatewayHost Host { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Host = await GatewayHost.StartAsync();

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}
