using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Protobuf;
using WhatsAppKit.Core.Session.Fanout;
using ProtocolType = WhatsAppKit.Core.Protobuf.Message.Types.ProtocolMessage.Types.Type;

namespace WhatsAppKit.Core.Messages;

public sealed partial class MessageService
{
    /// <summary>Channels take content as it stands: nothing in them answers, disappears or has a secret.</summary>
    private Task<SentMessage> SendToChannelAsync(
        Jid channel, MessageContent content, Message message, MessageOptions options, CancellationToken cancellationToken)
    {
        if (options.ReplyTo is not null || options.DisappearsAfter is not null || options.Album is not null)
        {
            throw new ArgumentException("A message in a channel can neither reply, nor disappear, nor belong to an album.", nameof(options));
        }

        var handle = (content as MediaContent)?.File.Handle;
        if (content is MediaContent && handle is null)
        {
            throw new ArgumentException("A channel takes only files that were uploaded for a channel.", nameof(content));
        }

        return _sender.SendAsync(new OutgoingMessage(options.Id ?? CreateId(), channel, message) { MediaHandle = handle }, cancellationToken);
    }

    /// <summary>In channels a reaction names the message by its number; an edit or a deletion takes the message's own id again.</summary>
    private Task<SentMessage> ActInChannelAsync(MessageReference target, Message action, string? id, CancellationToken cancellationToken)
    {
        var inner = MessageWrappers.Unwrap(action);
        if (inner.ReactionMessage is not null)
        {
            var number = target.ServerId ?? throw new ArgumentException("A reaction in a channel needs the message's number.", nameof(target));
            return _sender.SendAsync(new OutgoingMessage(id ?? CreateId(), target.Chat, action) { ServerId = number }, cancellationToken);
        }

        if (inner.ProtocolMessage is not { HasType: true, Type: ProtocolType.Revoke or ProtocolType.MessageEdit })
        {
            throw new ArgumentException("Messages in a channel can be reacted to, edited and deleted, nothing else.", nameof(target));
        }

        return id is null || id == target.Id
            ? _sender.SendAsync(new OutgoingMessage(target.Id, target.Chat, action), cancellationToken)
            : throw new ArgumentException("In a channel an edit or a deletion has the id of the message.", nameof(id));
    }
}
