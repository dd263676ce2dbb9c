namespace WhatsAppKit.Core;

/// <summary>The root of every failure this library reports; misuse throws the usual argument exceptions instead.</summary>
public abstract class WhatsAppException : Exception
{
    /// <inheritdoc cref="Exception(string)"/>
    protected WhatsAppException(string message)
        : base(message)
    {
    }

    /// <inheritdoc cref="Exception(string, Exception)"/>
    protected WhatsAppException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>True when the same call may succeed later without any change by the caller.</summary>
    public virtual bool IsTransient => false;
}
