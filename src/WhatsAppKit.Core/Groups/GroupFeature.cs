using WhatsAppKit.Core.Session;
using WhatsAppKit.Core.Session.Notifications;
using WhatsAppKit.Core.Session.PrivacyTokens;
using WhatsAppKit.Core.Session.State;

namespace WhatsAppKit.Core.Groups;

/// <summary>Groups and communities, composed over the session.</summary>
internal sealed class GroupFeature
{
    public GroupFeature(
        IWhatsAppSession session,
        DeviceState state,
        GroupDirectory directory,
        PrivacyTokenStore tokens,
        NotificationHandler notifications,
        DirtyBits dirty,
        TimeProvider time)
    {
        var editor = new GroupEditor(session, directory, state, tokens, time);
        Groups = new GroupService(directory, editor);
        Communities = new CommunityService(directory, editor);
        notifications.Handle("w:gp2", new GroupNotifications(state, directory, time).HandleAsync);
        dirty.Handle("groups", directory.RefreshAllAsync);
    }

    public GroupService Groups { get; }

    public CommunityService Communities { get; }
}
