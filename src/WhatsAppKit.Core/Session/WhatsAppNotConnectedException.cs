namespace WhatsAppKit.Core;

/// <summary>The device is not connected, or the connection ended while the call was under way.</summary>
public sealed class WhatsAppNotConnectedException : WhatsAppException
{
    /// <summary>Reports that there is no connection.</summary>
    public WhatsAppNotConnectedException()
        : base("The device is not connected to WhatsApp.")
    {
    }

    /// <summary>Reports that the connection ended, and why.</summary>
    public WhatsAppNotConnectedException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <inheritdoc/>
    public override bool IsTransient => true;
}
