using Google.Protobuf;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Messages;
using WhatsAppKit.Core.Protobuf;
using WhatsAppKit.Core.Session.Credentials;

namespace WhatsAppKit.Core.AppState.Actions;

/// <summary>Turns what a record says into the event it stands for. What is unknown, or not as it should be, becomes <see cref="AppStateChanged"/>.</summary>
internal static class StateActionReader
{
    /// <summary>What a mute says that never ends.</summary>
    public const long Forever = -1;

    public static AppStateEvent Read(IReadOnlyList<string> index, SyncActionValue value, DeviceCredentials credentials) =>
        OfChat(index, value) ?? OfMessage(index, value, credentials) ?? OfPerson(index, value) ?? OfLabel(index, value) ?? OfAccount(index, value)
            ?? new AppStateChanged(index, value.ToByteArray());

    /// <summary>The entry of the address book that a record holds; null when it holds none.</summary>
    public static AddressBookContact? Contact(IReadOnlyList<string> index, SyncActionValue value) => (index[0], JidAt(index, 1)) switch
    {
        (ActionNames.Contact, { } jid) => new AddressBookContact(jid)
        {
            PhoneJid = jid.IsPhoneNumber ? jid : Jid(value.ContactAction?.PnJid),
            LidJid = jid.IsLid ? jid : Jid(value.ContactAction?.LidJid),
            FullName = Text(value.ContactAction?.FullName),
            FirstName = Text(value.ContactAction?.FirstName),
            Username = Text(value.ContactAction?.Username),
            IsOnPhone = value.ContactAction?.SaveOnPrimaryAddressbook ?? false,
        },
        (ActionNames.LidContact, { IsLid: true } lid) => new AddressBookContact(lid)
        {
            LidJid = lid,
            FullName = Text(value.LidContactAction?.FullName),
            FirstName = Text(value.LidContactAction?.FirstName),
            Username = Text(value.LidContactAction?.Username),
        },
        _ => null,
    };

    /// <summary>The label that a record holds; null when it holds none.</summary>
    public static Label? Label(IReadOnlyList<string> index, SyncActionValue value) =>
        index is [ActionNames.LabelEdit, { Length: > 0 } id, ..]
            ? new Label(
                id,
                value.LabelEditAction?.Name ?? "",
                value.LabelEditAction?.Color ?? 0,
                value.LabelEditAction is { HasPredefinedId: true } edit && edit.PredefinedId != 0 ? edit.PredefinedId : null)
            : null;

    /// <summary>The quick reply that a record holds; null when it holds none.</summary>
    public static QuickReply? QuickReply(IReadOnlyList<string> index, SyncActionValue value) =>
        index is [ActionNames.QuickReply, { Length: > 0 } id, ..]
            ? new QuickReply(
                id, value.QuickReplyAction?.Shortcut ?? "", value.QuickReplyAction?.Message ?? "", [.. value.QuickReplyAction?.Keywords ?? []])
            : null;

    private static AppStateEvent? OfChat(IReadOnlyList<string> index, SyncActionValue value) => JidAt(index, 1) is not { } chat
        ? null
        : index[0] switch
        {
            ActionNames.Mute => new ChatMuteChanged(
                chat, value.MuteAction?.Muted ?? false, value.MuteAction is { Muted: true } mute ? Milliseconds(mute.MuteEndTimestamp) : null),
            ActionNames.Pin => new ChatPinChanged(chat, value.PinAction?.Pinned ?? false),
            ActionNames.Archive => new ChatArchiveChanged(chat, value.ArchiveChatAction?.Archived ?? false, Ranges.Read(value.ArchiveChatAction?.MessageRange, chat)),
            ActionNames.MarkRead => new ChatReadChanged(chat, value.MarkChatAsReadAction?.Read ?? false, Ranges.Read(value.MarkChatAsReadAction?.MessageRange, chat)),
            ActionNames.Clear => new ChatCleared(
                chat, IsYes(index, 2), IsYes(index, 3), Ranges.Read(value.ClearChatAction?.MessageRange, chat)),
            ActionNames.Delete => new ChatDeleted(chat, IsYes(index, 2), Ranges.Read(value.DeleteChatAction?.MessageRange, chat)),
            ActionNames.Lock => new ChatLockChanged(chat, value.LockChatAction?.Locked ?? false),
            _ => null,
        };

    private static AppStateEvent? OfMessage(IReadOnlyList<string> index, SyncActionValue value, DeviceCredentials credentials)
    {
        if (index is not [ActionNames.Star or ActionNames.DeleteMessage, _, { Length: > 0 } id, var own, ..] || JidAt(index, 1) is not { } chat)
        {
            return null;
        }

        var isOwn = own == "1";
        var self = (chat.IsLid ? credentials.LidJid ?? credentials.PhoneJid : credentials.PhoneJid)?.ToUser();
        var message = new MessageReference(chat, id, (isOwn ? self : JidAt(index, 4)) ?? chat, isOwn);
        return index[0] == ActionNames.Star
            ? new MessageStarChanged(message, value.StarAction?.Starred ?? false)
            : new MessageDeletedForMe(
                message,
                UnixTime.FromSeconds(value.DeleteMessageForMeAction?.MessageTimestamp),
                value.DeleteMessageForMeAction?.DeleteMedia ?? false);
    }

    private static AppStateEvent? OfPerson(IReadOnlyList<string> index, SyncActionValue value) =>
        Contact(index, value) is { } contact ? new ContactChanged(contact)
            : index[0] == ActionNames.StatusMute && JidAt(index, 1) is { } user ? new StatusMuteChanged(user, value.UserStatusMuteAction?.Muted ?? false)
            : index[0] == ActionNames.Favorites && value.FavoritesAction is { } favorites
                ? new FavoritesChanged([.. favorites.Favorites.Select(each => Jid(each.Id)).OfType<Jid>()])
                : null;

    private static AppStateEvent? OfLabel(IReadOnlyList<string> index, SyncActionValue value)
    {
        var isLabeled = value.LabelAssociationAction?.Labeled ?? false;
        return index switch
        {
            [ActionNames.LabelEdit, ..] when Label(index, value) is { } label => new LabelChanged(label, value.LabelEditAction?.Deleted ?? false),
            [ActionNames.LabelChat, { Length: > 0 } id, ..] when JidAt(index, 2) is { } chat => new ChatLabelChanged(id, chat, isLabeled),
            [ActionNames.LabelMessage, { Length: > 0 } id, _, { Length: > 0 } message, ..] when JidAt(index, 2) is { } chat =>
                new MessageLabelChanged(id, chat, message, isLabeled),
            [ActionNames.QuickReply, ..] when QuickReply(index, value) is { } reply => new QuickReplyChanged(reply, value.QuickReplyAction?.Deleted ?? false),
            _ => null,
        };
    }

    private static AppStateEvent? OfAccount(IReadOnlyList<string> index, SyncActionValue value) => (index[0], value) switch
    {
        (ActionNames.PushName, { PushNameSetting: { Name.Length: > 0 } setting }) => new OwnNameChanged(setting.Name),
        (ActionNames.LinkPreviews, { PrivacySettingDisableLinkPreviewsAction: { } setting }) => new LinkPreviewSettingChanged(!setting.IsPreviewsDisabled),
        (ActionNames.Unarchive, { UnarchiveChatsSetting: { } setting }) => new UnarchiveSettingChanged(setting.UnarchiveChats),
        (ActionNames.RelayCalls, { PrivacySettingRelayAllCalls: { } setting }) => new CallRelaySettingChanged(setting.IsEnabled),
        (ActionNames.Locale, { LocaleSetting: { } setting }) => new LocaleChanged(setting.Locale),
        (ActionNames.TimeFormat, { TimeFormatAction: { } setting }) => new TimeFormatChanged(setting.IsTwentyFourHourFormatEnabled),
        _ => null,
    };

    private static bool IsYes(IReadOnlyList<string> index, int at) => index.Count > at && index[at] == "1";

    private static string? Text(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private static Jid? JidAt(IReadOnlyList<string> index, int at) => index.Count > at ? Jid(index[at]) : null;

    private static Jid? Jid(string? text) => Binary.Jid.TryParse(text, out var jid) && jid.User.Length > 0 ? jid.ToUser() : null;

    /// <summary>A time in milliseconds; null for "for ever" and for what no calendar has.</summary>
    public static DateTimeOffset? Milliseconds(long milliseconds) =>
        milliseconds > 0 && milliseconds / 1000 <= UnixTime.MaxSeconds ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) : null;
}
