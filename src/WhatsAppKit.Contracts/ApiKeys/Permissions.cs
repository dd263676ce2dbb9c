namespace WhatsAppKit.Contracts.ApiKeys;

/// <summary>What an API key may do with its instance.</summary>
public static class Permissions
{
    /// <summary>Send messages.</summary>
    public const string MessagesSend = "messages:send";

    /// <summary>Read messages.</summary>
    public const string MessagesRead = "messages:read";

    /// <summary>Read the instance's name, number, status and statistics.</summary>
    public const string InstanceRead = "instance:read";

    /// <summary>Look people up, and read the address book and the block list.</summary>
    public const string ContactsRead = "contacts:read";

    /// <summary>Change the address book and the block list.</summary>
    public const string ContactsWrite = "contacts:write";

    /// <summary>Read groups and communities.</summary>
    public const string GroupsRead = "groups:read";

    /// <summary>Make, join, change and leave groups and communities.</summary>
    public const string GroupsWrite = "groups:write";

    /// <summary>Read labels and quick replies.</summary>
    public const string ChatsRead = "chats:read";

    /// <summary>Change how the account's devices show chats, and change labels and quick replies.</summary>
    public const string ChatsWrite = "chats:write";

    /// <summary>Show the account as online or typing, and follow who is.</summary>
    public const string PresenceWrite = "presence:write";

    /// <summary>Read the account's own profile and settings.</summary>
    public const string ProfileRead = "profile:read";

    /// <summary>Change the account's own profile and settings.</summary>
    public const string ProfileWrite = "profile:write";

    /// <summary>Read channels.</summary>
    public const string ChannelsRead = "channels:read";

    /// <summary>Make, follow and change channels.</summary>
    public const string ChannelsWrite = "channels:write";

    /// <summary>Read catalogues and orders.</summary>
    public const string BusinessRead = "business:read";

    /// <summary>Change the account's catalogue and business profile.</summary>
    public const string BusinessWrite = "business:write";

    /// <summary>Refuse calls, and make links to calls.</summary>
    public const string CallsWrite = "calls:write";

    /// <summary>Download files: those of messages, and uploaded ones.</summary>
    public const string MediaRead = "media:read";

    /// <summary>Be told of what happens at the instance: of messages who, when and what kind; what they say takes <see cref="MessagesRead"/> too.</summary>
    public const string EventsRead = "events:read";

    /// <summary>All of them: what a key has when none are named.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        MessagesSend, MessagesRead, InstanceRead,
        ContactsRead, ContactsWrite, GroupsRead, GroupsWrite,
        ChatsRead, ChatsWrite, PresenceWrite, ProfileRead,
        ProfileWrite, ChannelsRead, ChannelsWrite, BusinessRead,
        BusinessWrite, CallsWrite, MediaRead, EventsRead,
    ];
}
