namespace WhatsAppKit.Contracts;

/// <content>What can be wrong with a message.</content>
public static partial class ProblemCodes
{
    /// <summary>422: the message cannot be sent there, or done to that message; <c>detail</c> says why.</summary>
    public const string MessageNotSendable = "message-not-sendable";
}
