namespace WhatsAppKit.AspNetCore.Hosting;

/// <summary>Marks the gateway's own endpoints: failures of the application's other endpoints are not ours to describe.</summary>
internal sealed class GatewayEndpoint
{
    public static GatewayEndpoint Mark { get; } = new();
}
