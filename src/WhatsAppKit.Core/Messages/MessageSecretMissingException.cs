namespace WhatsAppKit.Core.Messages;

/// <summary>The message to add to never reached this device, or so long ago that its secret is no longer kept.</summary>
public sealed class MessageSecretMissingException : WhatsAppException
{
    internal MessageSecretMissingException()
        : base("This device does not have the secret of that message.")
    {
    }
}
