namespace WhatsAppKit.Core.Presence;

/// <summary>
/// The account's own name is not known yet, and going online means telling it: a guess would rename the account. This
/// device learns it from what the account's phone sends.
/// </summary>
public sealed class OwnNameUnknownException : WhatsAppException
{
    internal OwnNameUnknownException()
        : base("The account's own name is not known yet.")
    {
    }

    /// <inheritdoc/>
    public override bool IsTransient => true;
}
