namespace WhatsAppKit.Core;

/// <summary>
/// The account's status updates go to its contacts, and the phone has not shared the address book with this device yet. Name the
/// recipients instead, or try again later.
/// </summary>
public sealed class StatusAudienceUnknownException : WhatsAppException
{
    /// <summary>Reports that the audience is not known.</summary>
    public StatusAudienceUnknownException()
        : base("Status updates of this account go to its contacts, which the phone has not shared with this device yet.")
    {
    }
}
