namespace WhatsAppKit.Contracts.Health;

/// <summary>How the gateway is.</summary>
/// <param name="Status"><c>live</c> or <c>ready</c>.</param>
public sealed record HealthResponse(string Status);
