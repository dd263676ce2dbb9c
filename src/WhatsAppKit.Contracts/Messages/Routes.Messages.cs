namespace WhatsAppKit.Contracts;

/// <content>Messages of every kind, and what is done to them.</content>
public static partial class Routes
{
    /// <summary>One message: get, edit (PUT), delete for everyone. <c>?chat=</c> where two chats have a message with that id.</summary>
    public const string Message = Messages + "/{messageId}";

    /// <summary>Marks a message, and thereby nothing else, as read.</summary>
    public const string ReadMessage = Message + "/read";

    /// <summary>Marks a message as played.</summary>
    public const string PlayMessage = Message + "/played";

    /// <summary>Marks several messages as read or played.</summary>
    public const string MarkMessages = Messages + "/read";

    /// <summary>Sends a picture.</summary>
    public const string SendImage = Messages + "/image";

    /// <summary>Sends a video.</summary>
    public const string SendVideo = Messages + "/video";

    /// <summary>Sends an audio file.</summary>
    public const string SendAudio = Messages + "/audio";

    /// <summary>Sends a voice message.</summary>
    public const string SendVoice = Messages + "/voice";

    /// <summary>Sends a file.</summary>
    public const string SendDocument = Messages + "/document";

    /// <summary>Sends a sticker.</summary>
    public const string SendSticker = Messages + "/sticker";

    /// <summary>Sends a place.</summary>
    public const string SendLocation = Messages + "/location";

    /// <summary>Sends a position of a sharing.</summary>
    public const string SendLiveLocation = Messages + "/live-location";

    /// <summary>Sends a contact.</summary>
    public const string SendContact = Messages + "/contact";

    /// <summary>Sends several contacts.</summary>
    public const string SendContacts = Messages + "/contacts";

    /// <summary>Sends a poll.</summary>
    public const string SendPoll = Messages + "/poll";

    /// <summary>Sends an event.</summary>
    public const string SendEvent = Messages + "/event";

    /// <summary>Sends an invitation into a group.</summary>
    public const string SendGroupInvite = Messages + "/group-invite";

    /// <summary>Sends an invitation to administrate a channel.</summary>
    public const string SendChannelInvite = Messages + "/channel-invite";

    /// <summary>Announces an album.</summary>
    public const string SendAlbum = Messages + "/album";

    /// <summary>Chooses a button or a row of a list.</summary>
    public const string SendChoice = Messages + "/choice";

    /// <summary>Asks for a phone number.</summary>
    public const string RequestPhoneNumber = Messages + "/phone-number-request";

    /// <summary>Tells the own phone number.</summary>
    public const string SendPhoneNumber = Messages + "/phone-number";

    /// <summary>Passes a message on.</summary>
    public const string ForwardMessage = Messages + "/forward";

    /// <summary>Reacts to a message.</summary>
    public const string SendReaction = Messages + "/reaction";

    /// <summary>Votes in a poll.</summary>
    public const string SendVote = Messages + "/vote";

    /// <summary>Answers an event.</summary>
    public const string SendEventAnswer = Messages + "/event-answer";

    /// <summary>Pins a message.</summary>
    public const string PinMessage = Messages + "/pin";

    /// <summary>Takes a pinned message down.</summary>
    public const string UnpinMessage = Messages + "/unpin";

    /// <summary>Keeps a disappearing message.</summary>
    public const string KeepMessage = Messages + "/keep";

    /// <summary>Takes a message back that waits to be sent.</summary>
    public const string CancelMessage = Message + "/cancel";

    /// <summary>Sends many messages.</summary>
    public const string SendBulk = Messages + "/bulk";
}
