using WhatsAppKit.AspNetCore.Connections;
using WhatsAppKit.AspNetCore.Media;
using WhatsAppKit.AspNetCore.Messages.Content;
using WhatsAppKit.AspNetCore.Persistence;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Media;
using WhatsAppKit.Core.Messages;
using WhatsAppKit.Core.Session.Events;

namespace WhatsAppKit.AspNetCore.Messages.Receiving;

/// <summary>What arrives, as rows; pure.</summary>
internal static class RowMapping
{
    /// <summary>How whoever wrote something is told apart from others on a message: this account, or the LID where it is known.</summary>
    public const string Me = "me";

    private const string CommentKind = "comment";

    /// <summary>A message's row, without what is sealed.</summary>
    /// <param name="message">What arrived.</param>
    /// <param name="instance">The instance it arrived at.</param>
    /// <param name="own">The account's number.</param>
    public static StoredMessage Row(MessageReceived message, InstanceRef instance, string own)
    {
        var row = Envelope(message, instance, own);
        row.Kind = ContentKinds.Of(message.Content);
        row.Text = ContentKinds.TextOf(message.Content);
        row.RelatedId = message.Quoted?.Reference.Id;
        return row;
    }

    /// <summary>A comment is a message about another one.</summary>
    public static StoredMessage Row(CommentAdded comment, InstanceRef instance, string own)
    {
        var row = Envelope(comment, instance, own);
        row.Kind = CommentKind;
        row.Text = ContentKinds.TextOf(comment.Content);
        row.RelatedId = comment.Target.Id;
        return row;
    }

    /// <summary>The row of a message's file, without what is sealed; null when it has none.</summary>
    public static StoredMedia? Media(MessageContent content, StoredMessage row) => content is not MediaContent media ? null : new StoredMedia
    {
        SubscriptionId = row.SubscriptionId,
        InstanceId = row.InstanceId,
        MimeType = MimeTypes.Clean(media.File.MimeType),
        FileName = FileNames.Clean((media as DocumentContent)?.FileName),
        Length = media.File.Length,
        CreatedAt = row.Timestamp,
        ExpiresAt = row.Timestamp,
    };

    /// <summary>Where the file of a message lies, and how to ask for it again.</summary>
    public static MediaSource Source(MediaFile file, ChatEvent message) => new()
    {
        File = file,
        Chat = message.Chat,
        MessageId = message.Id,
        FromMe = message.FromMe,
        Participant = message.Chat.Server is JidServer.Group or JidServer.Broadcast ? message.Sender : default,
    };

    /// <summary>The key of the person on a message's marks.</summary>
    public static string By(ChatEvent happened) => happened.FromMe ? Me
        : happened.SenderAlternate is { IsLid: true } lid ? lid.ToString()
        : happened.Sender.ToString();

    /// <summary>The phone number where one is known; else the address.</summary>
    public static string Name(Jid jid, Jid? alternate) => Recipient.Name(jid.IsLid ? alternate ?? jid : jid);

    private static StoredMessage Envelope(ChatEvent message, InstanceRef instance, string own)
    {
        var other = Name(message.Chat, message.ChatAlternate);
        var isPerson = message.Chat.IsPhoneNumber || message.Chat.IsLid;
        return new StoredMessage
        {
            SubscriptionId = instance.SubscriptionId,
            InstanceId = instance.InstanceId,
            MessageId = message.Id,
            IsOutgoing = message.FromMe,
            Chat = message.Chat.ToString(),
            ChatAlternate = message.ChatAlternate?.ToString(),
            Sender = message.Sender.ToString(),
            ServerId = message.ServerId,
            From = message.FromMe ? own : Name(message.Sender, message.SenderAlternate),
            To = message.FromMe || !isPerson ? other : own,
            Status = message.FromMe ? MessageStatus.Sent : MessageStatus.Received,
            Timestamp = message.Timestamp,
        };
    }
}
