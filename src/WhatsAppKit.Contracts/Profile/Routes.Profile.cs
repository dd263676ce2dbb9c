namespace WhatsAppKit.Contracts;

/// <content>What the account shows of itself, its settings, labels and quick replies.</content>
public static partial class Routes
{
    /// <summary>What the account shows of itself.</summary>
    public const string Profile = "/api/profile";

    /// <summary>The account's own name.</summary>
    public const string ProfileName = Profile + "/name";

    /// <summary>The account's about text.</summary>
    public const string ProfileAbout = Profile + "/about";

    /// <summary>The account's picture: PUT, DELETE; GET with <c>Accept: image/*</c> is the file itself.</summary>
    public const string ProfilePicture = Profile + "/picture";

    /// <summary>What others may see and do.</summary>
    public const string Privacy = Profile + "/privacy";

    /// <summary>Who may see the account's status updates.</summary>
    public const string StatusAudience = Profile + "/status-audience";

    /// <summary>How long messages stay in chats that begin from now on.</summary>
    public const string DefaultTimer = Profile + "/default-timer";

    /// <summary>Settings that the account's devices share.</summary>
    public const string AccountSettings = Profile + "/settings";

    /// <summary>The account's labels.</summary>
    public const string Labels = "/api/labels";

    /// <summary>One label: change (PUT), delete.</summary>
    public const string Label = Labels + "/{labelId}";

    /// <summary>The chats that have a label.</summary>
    public const string LabelChats = Label + "/chats";

    /// <summary>A label on a chat: POST adds it, DELETE removes it.</summary>
    public const string ChatLabel = Chat + "/labels/{labelId}";

    /// <summary>A label on a message: POST adds it, DELETE removes it.</summary>
    public const string MessageLabel = Chat + "/messages/{messageId}/labels/{labelId}";

    /// <summary>The account's quick replies.</summary>
    public const string QuickReplies = "/api/quick-replies";

    /// <summary>One quick reply: change (PUT), delete.</summary>
    public const string QuickReply = QuickReplies + "/{replyId}";
}
