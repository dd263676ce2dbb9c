using WhatsAppKit.AspNetCore.Auth;
using WhatsAppKit.AspNetCore.Messages.Receiving;
using WhatsAppKit.AspNetCore.Persistence;
using WhatsAppKit.Contracts.Messages;
using WhatsAppKit.Core;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Messages;
using WhatsAppKit.Core.Session.Events;

namespace WhatsAppKit.AspNetCore.Messages.Kinds;

/// <summary>A kind that does something to an earlier message, whose row shows it once WhatsApp has accepted it.</summary>
internal abstract class ActionKind<TRequest>(StoredMessages rows, OwnActions done) : MessageKind<TRequest>
    where TRequest : MessageActionRequest
{
    protected StoredMessages Rows => rows;

    public override void Check(TRequest request)
    {
        if (request.To is { } to)
        {
            Recipient.Parse(to);
        }
    }

    public override async Task<MessageDraft> DraftAsync(TenantContext tenant, TRequest request, CancellationToken cancellationToken)
    {
        Check(request);
        var chat = request.To is { } to ? Recipient.Parse(to) : (Jid?)null;
        var row = await rows.NamedAsync(tenant, request.MessageId, "messageId", chat, "to", cancellationToken).ConfigureAwait(false);
        CheckTarget(request, row);
        return new MessageDraft(Name, ChatOf(row), Write(new QueuedRequest<TRequest>(tenant.InstanceId!, request, row.Sequence)), TextOf(request))
        {
            RelatedId = row.MessageId,
        };
    }

    /// <summary>What it says in words; null for nothing.</summary>
    protected virtual string? TextOf(TRequest request) => null;

    /// <summary>Checks that it can be done to that message.</summary>
    protected virtual void CheckTarget(TRequest request, StoredMessage row)
    {
    }

    /// <summary>Does it.</summary>
    protected abstract Task<SentMessage> ActAsync(
        WhatsAppClient client, StoredMessage row, MessageReference target, TRequest request, string id, CancellationToken cancellationToken);

    /// <summary>What others are told, for the row to show the same.</summary>
    protected abstract ChatEvent Happened(StoredMessage row, MessageReference target, TRequest request);

    protected sealed override async Task<SentMessage> SendAsync(
        WhatsAppClient client, QueuedMessage message, QueuedRequest<TRequest> queued, CancellationToken cancellationToken)
    {
        var row = await rows.BySequenceAsync(queued.InstanceId, queued.Related!.Value, cancellationToken).ConfigureAwait(false);
        var target = StoredMessages.Reference(row, message.Chat, client.Status);
        var sent = await ActAsync(client, row, target, queued.Request, message.Id, cancellationToken).ConfigureAwait(false);
        await done.ApplyAsync(row, Happened(row, target, queued.Request), sent, client.Status).ConfigureAwait(false);
        return sent;
    }

    /// <summary>The number where one is known: what goes out is stored under it.</summary>
    private static Jid ChatOf(StoredMessage row) =>
        Jid.TryParse(row.ChatAlternate, out var other) && other.IsPhoneNumber ? other : Jid.Parse(row.Chat);
}
