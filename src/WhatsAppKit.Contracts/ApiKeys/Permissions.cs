namespace WhatsAppKit.Contracts.ApiKeys;

/// <summary>What an API key may do with its instance.</summary>
public static class Permissions
{
    /// <summary>Send messages.</summary>
    public const string MessagesSend = "messages:send";

    /// <summary>Read messages.</summary>
    public const string MessagesRead = "messages:read";

    /// <summary>Read the instance's name, number and status.</summary>
    public const string InstanceRead = "instance:read";

    /// <summary>Download files: those of messages, and uploaded ones.</summary>
    public const string MediaRead = "media:read";

    /// <summary>All of them: what a key has when none are named.</summary>
    public static IReadOnlyList<string> All { get; } = [MessagesSend, MessagesRead, InstanceRead, MediaRead];
}
