using WhatsAppKit.AspNetCore.Auth;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.Messages.Content;
using WhatsAppKit.AspNetCore.Persistence;
using WhatsAppKit.Contracts.Messages;
using WhatsAppKit.Core;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Messages;

namespace WhatsAppKit.AspNetCore.Messages.Kinds;

/// <summary>A kind that says something, with what any such message may say besides: an answer, mentions, a timer.</summary>
internal abstract class ContentKind<TRequest>(StoredMessages rows) : MessageKind<TRequest>
    where TRequest : SendContentRequest
{
    private const int MaxMentions = 1024;
    private const int MaxForwardingScore = 1000;
    private const int MaxTimerSeconds = 31_536_000;

    protected StoredMessages Rows => rows;

    public override void Check(TRequest request)
    {
        var chat = Recipient.Parse(request.To);
        Mentions(request);
        Fields.Optional(request.DisappearsAfterSeconds, "disappearsAfterSeconds", 1, MaxTimerSeconds);
        Fields.Optional(request.ForwardingScore, "forwardingScore", 0, MaxForwardingScore);
        if (chat.Server == JidServer.Newsletter)
        {
            Refuse(request.ReplyTo is not null, "replyTo");
            Refuse(request.DisappearsAfterSeconds is not null, "disappearsAfterSeconds");
            Refuse(AlbumOf(request) is not null, "albumId");
        }

        Content(request);
    }

    public override Task<MessageDraft> DraftAsync(TenantContext tenant, TRequest request, CancellationToken cancellationToken)
    {
        Check(request);
        return DraftAsync(tenant, request, Content(request), null, cancellationToken);
    }

    /// <summary>A checked request with what it says and its file.</summary>
    protected async Task<MessageDraft> DraftAsync(
        TenantContext tenant, TRequest request, MessageContent content, string? mediaId, CancellationToken cancellationToken)
    {
        var chat = Recipient.Parse(request.To);
        var quoted = request.ReplyTo is { } id
            ? await rows.NamedAsync(tenant, id, "replyTo", chat, "to", cancellationToken).ConfigureAwait(false)
            : null;
        if (AlbumOf(request) is { } album)
        {
            await rows.NamedAsync(tenant, album, "albumId", chat, "to", cancellationToken).ConfigureAwait(false);
        }

        var queued = new QueuedRequest<TRequest>(tenant.InstanceId!, request, quoted?.Sequence, mediaId);
        return new MessageDraft(Name, chat, Write(queued), ContentKinds.TextOf(content))
        {
            Body = Body(request, content),
            MediaId = mediaId,
            RelatedId = quoted?.MessageId,
        };
    }

    /// <summary>Checks what is particular to the kind, and returns what the message says; a file in it is not uploaded yet.</summary>
    protected abstract MessageContent Content(TRequest request);

    /// <summary>The id of the album the message belongs to; null for none.</summary>
    protected virtual string? AlbumOf(TRequest request) => null;

    protected override Task<SentMessage> SendAsync(
        WhatsAppClient client, QueuedMessage message, QueuedRequest<TRequest> queued, CancellationToken cancellationToken) =>
        SendContentAsync(client, message, queued, Content(queued.Request), cancellationToken);

    protected async Task<SentMessage> SendContentAsync(
        WhatsAppClient client, QueuedMessage message, QueuedRequest<TRequest> queued, MessageContent content, CancellationToken cancellationToken)
    {
        var options = await OptionsAsync(client, message, queued, cancellationToken).ConfigureAwait(false);
        var sent = await client.Messages.SendAsync(message.Chat, content, options, cancellationToken).ConfigureAwait(false);
        if (sent.ServerId is { } number)
        {
            await rows.SetServerIdAsync(queued.InstanceId, message.Id, number, cancellationToken).ConfigureAwait(false);
        }

        return sent;
    }

    protected StoredBody Body(TRequest request, MessageContent content) => new()
    {
        Content = content,
        Mentions = [.. Mentions(request).Select(jid => jid.ToString())],
        MentionsEveryone = request.MentionsEveryone ?? false,
        ForwardingScore = request.ForwardingScore ?? 0,
        DisappearsAfterSeconds = request.DisappearsAfterSeconds,
        AlbumId = AlbumOf(request),
    };

    private static Jid[] Mentions(TRequest request) => request.Mentions is not { } mentions ? []
        : mentions.Count <= MaxMentions ? [.. mentions.Select(each => Recipient.Person(each, "mentions"))]
        : throw GatewayException.Invalid("mentions", $"At most {MaxMentions} are allowed.");

    private static void Refuse(bool isThere, string field)
    {
        if (isThere)
        {
            throw GatewayException.Invalid(field, "Messages in a channel do not have that.");
        }
    }

    private async Task<MessageOptions> OptionsAsync(
        WhatsAppClient client, QueuedMessage message, QueuedRequest<TRequest> queued, CancellationToken cancellationToken)
    {
        var request = queued.Request;
        return new MessageOptions
        {
            Id = message.Id,
            IsRepeat = message.IsRepeat,
            ReplyTo = queued.Related is { } sequence
                ? Quote(await rows.BySequenceAsync(queued.InstanceId, sequence, cancellationToken).ConfigureAwait(false), message.Chat, client.Status)
                : null,
            Mentions = Mentions(request),
            MentionsEveryone = request.MentionsEveryone ?? false,
            ForwardingScore = request.ForwardingScore ?? 0,
            DisappearsAfter = request.DisappearsAfterSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            Album = AlbumOf(request) is { } album ? new MessageReference(message.Chat, album, StoredMessages.Own(message.Chat, client.Status), FromMe: true) : null,
        };
    }

    private QuotedMessage Quote(StoredMessage row, Jid chat, ConnectionStatus own) =>
        new(StoredMessages.Reference(row, chat, own), Quotable(rows.Body(row)?.Content));

    /// <summary>What can stand above an answer: some content is only ever received, and a file that was never uploaded has no address.</summary>
    private static MessageContent? Quotable(MessageContent? content) => content switch
    {
        UnsupportedContent or InteractiveContent => null,
        MediaContent { File.FileSha256.IsEmpty: true } => null,
        _ => content,
    };
}
