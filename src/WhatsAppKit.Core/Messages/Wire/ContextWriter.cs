using WhatsAppKit.Core.Protobuf;
using WhatsAppKit.Core.Session.Fanout;

namespace WhatsAppKit.Core.Messages;

/// <summary>Writes what a message carries besides its content.</summary>
internal static class ContextWriter
{
    private const int MaxMentions = 1024;

    public static void Write(Message message, MessageOptions options, Binary.Jid chat)
    {
        var inner = MessageWrappers.Unwrap(message);
        if (Of(options, chat) is { } info && !ContextInfos.TrySet(inner, info))
        {
            throw new ArgumentException("Content of this kind cannot reply, mention, be forwarded or disappear.", nameof(options));
        }

        if (options.Album is { } album)
        {
            (message.MessageContextInfo ??= new MessageContextInfo()).MessageAssociation = new MessageAssociation
            {
                AssociationType = MessageAssociation.Types.AssociationType.MediaAlbum,
                ParentMessageKey = MessageKeys.Write(album),
            };
        }
    }

    private static ContextInfo? Of(MessageOptions options, Binary.Jid chat)
    {
        if (options is { ReplyTo: null, Mentions.Count: 0, MentionsEveryone: false, ForwardingScore: 0, DisappearsAfter: null })
        {
            return null;
        }

        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Mentions.Count, MaxMentions, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegative(options.ForwardingScore, nameof(options));
        var info = new ContextInfo();
        info.MentionedJid.AddRange(options.Mentions.Select(jid => jid.ToUser().ToString()));
        if (options.ReplyTo is { } quoted)
        {
            Quote(info, quoted, chat);
        }

        if (options.MentionsEveryone)
        {
            info.NonJidMentions = 1;
        }

        if (options.ForwardingScore > 0)
        {
            info.IsForwarded = true;
            info.ForwardingScore = (uint)options.ForwardingScore;
        }

        if (options.DisappearsAfter is { } timer && timer > TimeSpan.Zero)
        {
            info.Expiration = WireNumbers.Seconds(timer);
        }

        return info;
    }

    private static void Quote(ContextInfo info, QuotedMessage quoted, Binary.Jid chat)
    {
        info.StanzaId = quoted.Reference.Id;
        info.Participant = quoted.Reference.Sender.ToUser().ToString();
        info.QuotedMessage = quoted.Content is { } content ? ContentWriter.Write(content) : new Message { Conversation = "" };
        if (quoted.Reference.Chat.ToUser() != chat.ToUser())
        {
            info.RemoteJid = quoted.Reference.Chat.ToUser().ToString();
        }
    }
}
