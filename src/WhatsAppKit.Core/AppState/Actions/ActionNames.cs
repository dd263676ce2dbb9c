namespace WhatsAppKit.Core.AppState.Actions;

/// <summary>The first part of an index: which action a record is.</summary>
internal static class ActionNames
{
    public const string Mute = "mute";
    public const string Pin = "pin_v1";
    public const string Archive = "archive";
    public const string MarkRead = "markChatAsRead";
    public const string Clear = "clearChat";
    public const string Delete = "deleteChat";
    public const string DeleteMessage = "deleteMessageForMe";
    public const string Star = "star";
    public const string Lock = "lock";
    public const string Contact = "contact";
    public const string LidContact = "lid_contact";
    public const string PushName = "setting_pushName";
    public const string Locale = "setting_locale";
    public const string Unarchive = "setting_unarchiveChats";
    public const string LinkPreviews = "setting_disableLinkPreviews";
    public const string RelayCalls = "setting_relayAllCalls";
    public const string TimeFormat = "time_format";
    public const string LabelEdit = "label_edit";
    public const string LabelChat = "label_jid";
    public const string LabelMessage = "label_message";
    public const string QuickReply = "quick_reply";
    public const string PhoneOfLid = "pnForLidChat";
    public const string StatusMute = "userStatusMute";
    public const string Favorites = "favorites";
    public const string Salt = "nct_salt_sync";
}
