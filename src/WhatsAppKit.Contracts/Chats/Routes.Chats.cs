namespace WhatsAppKit.Contracts;

/// <content>How the account's devices show chats; who is online and typing.</content>
public static partial class Routes
{
    /// <summary>One chat, with a person or a group: DELETE deletes it on the account's devices.</summary>
    public const string Chat = "/api/chats/{id}";

    /// <summary>Archives a chat.</summary>
    public const string ArchiveChat = Chat + "/archive";

    /// <summary>Brings an archived chat back.</summary>
    public const string UnarchiveChat = Chat + "/unarchive";

    /// <summary>Pins a chat to the top.</summary>
    public const string PinChat = Chat + "/pin";

    /// <summary>Takes a chat from the top.</summary>
    public const string UnpinChat = Chat + "/unpin";

    /// <summary>Mutes a chat.</summary>
    public const string MuteChat = Chat + "/mute";

    /// <summary>Ends the muting of a chat.</summary>
    public const string UnmuteChat = Chat + "/unmute";

    /// <summary>Shows a chat as read on the account's devices; the writers are not told.</summary>
    public const string MarkChatRead = Chat + "/read";

    /// <summary>Shows a chat as unread on the account's devices.</summary>
    public const string MarkChatUnread = Chat + "/unread";

    /// <summary>Deletes all messages of a chat on the account's devices.</summary>
    public const string ClearChat = Chat + "/clear";

    /// <summary>How long new messages of a chat with a person stay.</summary>
    public const string ChatTimer = Chat + "/timer";

    /// <summary>Shows in a chat that the account types or records.</summary>
    public const string Typing = Chat + "/typing";

    /// <summary>Stars a message.</summary>
    public const string StarMessage = Chat + "/messages/{messageId}/star";

    /// <summary>Takes the star from a message.</summary>
    public const string UnstarMessage = Chat + "/messages/{messageId}/unstar";

    /// <summary>Deletes a message on the account's devices only.</summary>
    public const string DeleteMessageForMe = Chat + "/messages/{messageId}/delete-for-me";

    /// <summary>Shows the account as online, or no longer.</summary>
    public const string Presence = "/api/presence";

    /// <summary>Asks to be told when a person comes or goes.</summary>
    public const string SubscribePresence = Presence + "/{id}/subscribe";
}
