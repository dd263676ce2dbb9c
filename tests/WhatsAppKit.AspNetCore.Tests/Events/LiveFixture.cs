[assembly: AssemblyFixture(typeof(WhatsAppKit.AspNetCore.Tests.Events.LiveFixture))]

namespace WhatsAppKit.AspNetCore.Tests.Events;

/// <summary>A gateway whose live events are quick to notice what takes long elsewhere.</summary>
public sealed class LiveFixture : IAsyncLifetime
{
    internal GatewayHost Host { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Host = await GatewayHost.StartAsync(new()
    {
        ["WhatsAppGateway:LiveEvents:Heartbeat"] = "00:00:00.2",
        ["WhatsAppGateway:LiveEvents:WriteTimeout"] = "00:00:02",
        ["WhatsAppGateway:LiveEvents:CheckEvery"] = "00:00:00.2",
        ["WhatsAppGateway:LiveEvents:MaxPerSubscription"] = "4",
    });

    public async ValueTask DisposeAsync() => await Host.DisposeAsync();
}
