namespace WhatsAppKit.Client;

/// <summary>Which gateway to manage.</summary>
public sealed class WhatsAppGatewayManagementOptions
{
    /// <summary>The gateway's address, with the path it is mapped under if there is one. Required.</summary>
    public Uri? BaseAddress { get; set; }

    /// <summary>What is done about failures that pass.</summary>
    public GatewayResilienceOptions Resilience { get; } = new();
}
