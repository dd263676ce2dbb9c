namespace WhatsAppKit.Core.Session;

/// <summary>The server or a peer sent something that breaks the protocol; nothing was changed.</summary>
public sealed class ProtocolException : WhatsAppException
{
    internal ProtocolException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
