namespace WhatsAppKit.Contracts;

/// <content>Events.</content>
public static partial class ProblemCodes
{
    /// <summary>429: the subscription has as many open streams of events as it may have.</summary>
    public const string EventStreamLimit = "event-stream-limit";
}
