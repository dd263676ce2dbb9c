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

    /// <summary>
    /// True when a message was written before the connection ended, and the server's answer is missing: it may have been sent.
    /// Sending it again under the same id is harmless.
    /// </summary>
    public bool MayHaveBeenSent { get; private init; }

    /// <inheritdoc/>
    public override bool IsTransient => true;

    internal static WhatsAppNotConnectedException Unanswered(Exception cause) =>
        new("The connection ended before the server answered; the message may have been sent.", cause) { MayHaveBeenSent = true };
}
