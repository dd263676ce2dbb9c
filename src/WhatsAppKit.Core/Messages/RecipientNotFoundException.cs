namespace WhatsAppKit.Core.Messages;

/// <summary>The recipient has no WhatsApp account, or none of its devices can be reached.</summary>
public sealed class RecipientNotFoundException : WhatsAppException
{
    /// <summary>Reports that the recipient has no reachable device.</summary>
    public RecipientNotFoundException()
        : base("The recipient has no device on WhatsApp.")
    {
    }
}
