namespace WhatsAppKit.Core.Binary;

/// <summary>Bytes that are no node, or a node that cannot be written.</summary>
public sealed class BinaryNodeException : WhatsAppException
{
    internal BinaryNodeException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
