namespace WhatsAppKit.Contracts.Messages;

/// <summary>What every request to send a message says.</summary>
public abstract record SendRequest
{
    /// <summary>The recipient: a number with or without +, or a JID.</summary>
    public string? To { get; init; }
}
