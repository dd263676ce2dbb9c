using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Protobuf;
using static WhatsAppKit.Core.Protobuf.Message.Types;

namespace WhatsAppKit.Core.Messages;

/// <summary>Invitations on the wire. One whose address is no address is left to <see cref="UnsupportedContent"/>.</summary>
internal static class InviteWire
{
    public static Message Write(GroupInviteContent content)
    {
        if (!content.Group.IsGroup)
        {
            throw new ArgumentException("The invitation is not into a group.", nameof(content));
        }

        ArgumentException.ThrowIfNullOrEmpty(content.Code);
        var invite = new GroupInviteMessage { GroupJid = content.Group.ToString(), InviteCode = content.Code, GroupName = content.GroupName };
        if (content.ExpiresAt is { } at)
        {
            invite.InviteExpiration = at.ToUnixTimeSeconds();
        }

        if (content.Caption is { } caption)
        {
            invite.Caption = caption;
        }

        if (!content.Thumbnail.IsEmpty)
        {
            invite.JpegThumbnail = MediaWire.Thumbnail(content.Thumbnail);
        }

        return new Message { GroupInviteMessage = invite };
    }

    public static Message Write(ChannelAdminInviteContent content)
    {
        if (content.Channel.Server != JidServer.Newsletter)
        {
            throw new ArgumentException("The invitation is not into a channel.", nameof(content));
        }

        var invite = new NewsletterAdminInviteMessage { NewsletterJid = content.Channel.ToString(), NewsletterName = content.ChannelName };
        if (content.Caption is { } caption)
        {
            invite.Caption = caption;
        }

        if (content.ExpiresAt is { } at)
        {
            invite.InviteExpiration = at.ToUnixTimeSeconds();
        }

        return new Message { NewsletterAdminInviteMessage = invite };
    }

    public static MessageContent? Read(Message message) =>
        message.GroupInviteMessage is { } group && Jid.TryParse(group.GroupJid, out var jid)
            ? new GroupInviteContent(jid, group.InviteCode, group.GroupName)
            {
                ExpiresAt = UnixTime.FromSeconds(group.InviteExpiration),
                Caption = group.HasCaption ? group.Caption : null,
                Thumbnail = MediaWire.Bytes(group.JpegThumbnail),
            }
        : message.NewsletterAdminInviteMessage is { } channel && Jid.TryParse(channel.NewsletterJid, out var newsletter)
            ? new ChannelAdminInviteContent(newsletter, channel.NewsletterName)
            {
                ExpiresAt = UnixTime.FromSeconds(channel.InviteExpiration),
                Caption = channel.HasCaption ? channel.Caption : null,
            }
        : null;
}
