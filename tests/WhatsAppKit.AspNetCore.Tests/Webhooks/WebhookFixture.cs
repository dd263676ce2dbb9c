namespace WhatsAppKit.AspNetCore.Tests.Webhooks;

/// <summary>A gateway that may post to this machine, and waits for no longer than a test does.</summary>
public sealed class WebhookFixture : IAsyncLifetime
{
    internal GatewayHost Host { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Host = await GatewayHost.StartAsync(new()
    {
        ["WhatsAppGateway:Outbound:AllowHttp"] = "true",
        ["WhatsAppGateway:Outbound:TrustedHosts:0"] = "127.0.0.1",
        ["WhatsAppGateway:Webhooks:RetryWaits:0"] = "00:00:00.05",
        ["WhatsAppGateway:Webhooks:RetryWaits:1"] = "00:00:00.05",
        ["WhatsAppGateway:Webhooks:BreakAfter"] = "4",
        ["WhatsAppGateway:Webhooks:BreakFor"] = "00:00:02",
        ["WhatsAppGateway:Webhooks:MaxPerSubscription"] = "3",
    });

    public async ValueTask DisposeAsync() => await Host.DisposeAsync();
}
