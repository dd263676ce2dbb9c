using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Messages;
using WhatsAppKit.Core.Protobuf;
using static WhatsAppKit.Core.Protobuf.SyncActionValue.Types;

namespace WhatsAppKit.Core.AppState.Actions;

/// <summary>Shapes changes of chats and messages.</summary>
internal static class ChatActions
{
    private const int MuteVersion = 2;
    private const int PinVersion = 5;
    private const int ArchiveVersion = 3;
    private const int ReadVersion = 3;
    private const int ClearVersion = 6;
    private const int StarVersion = 2;
    private const int DeleteMessageVersion = 3;

    /// <summary>Mutes until a time in milliseconds, or for ever; ends it when null.</summary>
    public static StateAction Mute(Jid chat, long? until) => new(
        [ActionNames.Mute, Name(chat)],
        MuteVersion,
        new SyncActionValue { MuteAction = until is { } end ? new MuteAction { Muted = true, MuteEndTimestamp = end } : new MuteAction { Muted = false } });

    public static StateAction Pin(Jid chat, bool isPinned) => new(
        [ActionNames.Pin, Name(chat)], PinVersion, new SyncActionValue { PinAction = new PinAction { Pinned = isPinned } });

    public static StateAction Archive(Jid chat, bool isArchived, SyncActionMessageRange range) => new(
        [ActionNames.Archive, Name(chat)],
        ArchiveVersion,
        new SyncActionValue { ArchiveChatAction = new ArchiveChatAction { Archived = isArchived, MessageRange = range } });

    public static StateAction MarkRead(Jid chat, bool isRead, SyncActionMessageRange range) => new(
        [ActionNames.MarkRead, Name(chat)],
        ReadVersion,
        new SyncActionValue { MarkChatAsReadAction = new MarkChatAsReadAction { Read = isRead, MessageRange = range } });

    public static StateAction Clear(Jid chat, bool starredToo, bool mediaToo, SyncActionMessageRange range) => new(
        [ActionNames.Clear, Name(chat), Digit(starredToo), Digit(mediaToo)],
        ClearVersion,
        new SyncActionValue { ClearChatAction = new ClearChatAction { MessageRange = range } });

    public static StateAction Delete(Jid chat, bool mediaToo, SyncActionMessageRange range) => new(
        [ActionNames.Delete, Name(chat), Digit(mediaToo)],
        ClearVersion,
        new SyncActionValue { DeleteChatAction = new DeleteChatAction { MessageRange = range } });

    public static StateAction Star(MessageReference message, bool isStarred) => new(
        Index(ActionNames.Star, message), StarVersion, new SyncActionValue { StarAction = new StarAction { Starred = isStarred } });

    public static StateAction DeleteMessage(MessageReference message, DateTimeOffset sentAt, bool mediaToo) => new(
        Index(ActionNames.DeleteMessage, message),
        DeleteMessageVersion,
        new SyncActionValue
        {
            DeleteMessageForMeAction = new DeleteMessageForMeAction { DeleteMedia = mediaToo, MessageTimestamp = sentAt.ToUnixTimeSeconds() },
        });

    private static string[] Index(string action, MessageReference message)
    {
        ArgumentException.ThrowIfNullOrEmpty(message.Id, nameof(message));

        // Where only one other person can have written it, nobody is named.
        var isOthersAmongMany = !message.FromMe && message.Chat.IsManyToMany;
        return [action, Name(message.Chat), message.Id, Digit(message.FromMe), isOthersAmongMany ? Name(message.Sender) : "0"];
    }

    private static string Digit(bool yes) => yes ? "1" : "0";

    private static string Name(Jid jid) => jid.User.Length > 0
        ? jid.ToUser().ToString()
        : throw new ArgumentException("The address is no chat's.", nameof(jid));
}
