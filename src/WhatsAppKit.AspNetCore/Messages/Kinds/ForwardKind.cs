using WhatsAppKit.AspNetCore.Auth;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.Messages.Content;
using WhatsAppKit.Contracts.Messages;
using WhatsAppKit.Core;
using WhatsAppKit.Core.Messages;

namespace WhatsAppKit.AspNetCore.Messages.Kinds;

/// <summary>Passes a message on: what it says is copied into the new row, so it goes out even when the old one is deleted meanwhile.</summary>
internal sealed class ForwardKind(StoredMessages rows) : MessageKind<ForwardRequest>
{
    public override string Name => "forward";

    public override void Check(ForwardRequest request)
    {
        Recipient.Parse(request.To);
        if (request.FromChat is { } chat)
        {
            Recipient.Parse(chat, "fromChat");
        }
    }

    public override async Task<MessageDraft> DraftAsync(TenantContext tenant, ForwardRequest request, CancellationToken cancellationToken)
    {
        Check(request);
        var from = request.FromChat is { } chat ? Recipient.Parse(chat, "fromChat") : (Core.Binary.Jid?)null;
        var row = await rows.NamedAsync(tenant, request.MessageId, "messageId", from, "fromChat", cancellationToken).ConfigureAwait(false);
        if (rows.Body(row) is not { } body || !CanPass(body.Content))
        {
            throw GatewayException.Invalid("messageId", "This message cannot be passed on.");
        }

        // Passing on what one wrote oneself does not count.
        var passed = new StoredBody { Content = body.Content, ForwardingScore = body.ForwardingScore + (row.IsOutgoing ? 0 : 1) };
        var queued = Write(new QueuedRequest<ForwardRequest>(tenant.InstanceId!, request, row.Sequence));
        return new MessageDraft(Name, Recipient.Parse(request.To), queued, ContentKinds.TextOf(body.Content))
        {
            Body = passed,
            MediaId = row.MediaId,
        };
    }

    protected override async Task<SentMessage> SendAsync(
        WhatsAppClient client, QueuedMessage message, QueuedRequest<ForwardRequest> queued, CancellationToken cancellationToken)
    {
        var row = await rows.OutgoingAsync(queued.InstanceId, message.Id, cancellationToken).ConfigureAwait(false);
        var body = rows.Body(row) ?? throw new ArgumentException("The message was deleted before it was sent.");
        var options = new MessageOptions { Id = message.Id, ForwardingScore = body.ForwardingScore };
        return await client.Messages.SendAsync(message.Chat, body.Content, options, cancellationToken).ConfigureAwait(false);
    }

    private static bool CanPass(MessageContent content) => content is not (UnsupportedContent or InteractiveContent or InteractiveReplyContent
        or PhoneNumberRequestContent or AlbumContent or MediaContent { IsViewOnce: true } or MediaContent { File.FileSha256.IsEmpty: true });
}
