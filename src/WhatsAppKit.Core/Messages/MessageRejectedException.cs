namespace WhatsAppKit.Core.Messages;

/// <summary>The server refused a message. Sending it again unchanged does not help.</summary>
public sealed class MessageRejectedException : WhatsAppException
{
    /// <summary>Reports the server's code.</summary>
    public MessageRejectedException(int code)
        : base($"The server refused the message with code {code}.") => Code = code;

    /// <summary>The server's code, such as 463 for a restricted account or 479 for an invalid stanza.</summary>
    public int Code { get; }
}
