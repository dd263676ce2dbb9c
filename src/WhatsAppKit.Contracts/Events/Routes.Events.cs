namespace WhatsAppKit.Contracts;

/// <content>Events.</content>
public static partial class Routes
{
    /// <summary>What happened, in pages.</summary>
    public const string Events = "/api/events";

    /// <summary>What happens, as Server-Sent Events.</summary>
    public const string EventStream = Events + "/stream";

    /// <summary>What happens, over SignalR.</summary>
    public const string EventHub = Events + "/hub";
}
