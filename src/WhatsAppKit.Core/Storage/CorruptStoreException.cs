namespace WhatsAppKit.Core.Storage;

/// <summary>A stored record cannot be read; nothing was overwritten.</summary>
public sealed class CorruptStoreException : WhatsAppException
{
    /// <inheritdoc cref="Exception(string, Exception)"/>
    public CorruptStoreException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
