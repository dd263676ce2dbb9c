namespace WhatsAppKit.Contracts.Messages;

/// <summary>Text to send.</summary>
public sealed record SendTextRequest : SendRequest
{
    /// <summary>1 to 65,536 characters.</summary>
    public string? Text { get; init; }
}
