namespace WhatsAppKit.Contracts;

/// <content>Calls and the history.</content>
public static partial class Routes
{
    /// <summary>Makes a link to a call.</summary>
    public const string CallLink = "/api/calls/link";

    /// <summary>Refuses a call that rings.</summary>
    public const string RejectCall = "/api/calls/{callId}/reject";

    /// <summary>Asks the account's phone for older messages of a chat.</summary>
    public const string RequestHistory = "/api/history/request";

    /// <summary>Asks the account's phone for its whole history.</summary>
    public const string RequestFullHistory = "/api/history/request-full";
}
