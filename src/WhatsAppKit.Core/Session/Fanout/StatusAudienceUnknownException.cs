namespace WhatsAppKit.Core;

/// <summary>
/// The account's status updates go to its contacts, and this device does not know them. Name the recipients instead.
/// </summary>
public sealed class StatusAudienceUnknownException : WhatsAppException
{
    /// <summary>Reports that the audience is not known.</summary>
    public StatusAudienceUnknownException()
        : base("Status updates of this account go to its contacts, which this device does not know.")
    {
    }
}
