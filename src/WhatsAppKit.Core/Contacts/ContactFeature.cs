using WhatsAppKit.Core.Media;
using WhatsAppKit.Core.Session;
using WhatsAppKit.Core.Session.Notifications;
using WhatsAppKit.Core.Session.PrivacyTokens;
using WhatsAppKit.Core.Session.State;

namespace WhatsAppKit.Core.Contacts;

/// <summary>What is to be known of people, composed over the session.</summary>
internal sealed class ContactFeature
{
    public ContactFeature(
        IWhatsAppSession session,
        DeviceState state,
        PrivacyTokenStore tokens,
        MediaService media,
        NotificationHandler notifications,
        WorkQueue work,
        TimeProvider time)
    {
        var lookup = new UserLookup(session, state, tokens);
        var blockList = new BlockList(session, state, lookup);
        Contacts = new ContactService(session, lookup, blockList);
        Pictures = new ProfilePictures(session, state, tokens, media);
        var changes = new ContactNotifications(state, time);
        notifications.Handle("picture", changes.OnPictureAsync);
        notifications.Handle("status", changes.OnAboutAsync);
        notifications.Handle("business", changes.OnBusinessAsync);
        notifications.Handle("account_sync", changes.OnOwnAsync);
        notifications.Handle("account_sync", new BlockListNotifications(state, blockList, work).HandleAsync);
    }

    public ContactService Contacts { get; }

    public ProfilePictures Pictures { get; }
}
