namespace WhatsAppKit.Client;

/// <summary>Which gateway to call, and as which instance.</summary>
public sealed class WhatsAppGatewayClientOptions
{
    /// <summary>The gateway's address, with the path it is mapped under if there is one. Required.</summary>
    public Uri? BaseAddress { get; set; }

    /// <summary>An API key of the instance that sends and receives. Required; keep it out of source code.</summary>
    public string? ApiKey { get; set; }

    /// <summary>What is done about failures that pass.</summary>
    public GatewayResilienceOptions Resilience { get; } = new();
}
