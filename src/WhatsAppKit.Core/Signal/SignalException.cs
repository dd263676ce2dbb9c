namespace WhatsAppKit.Core.Signal;

/// <summary>A session could not be built, or a message could not be encrypted or opened; nothing was changed.</summary>
internal sealed class SignalException : WhatsAppException
{
    public SignalException(SignalError error, string message)
        : base(message)
    {
        Error = error;
    }

    public SignalException(SignalError error, string message, Exception? innerException)
        : base(message, innerException)
    {
        Error = error;
    }

    public SignalError Error { get; }
}
