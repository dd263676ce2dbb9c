using Microsoft.EntityFrameworkCore;
using WhatsAppKit.AspNetCore.Auth;
using WhatsAppKit.AspNetCore.Connections;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.Messages.Content;
using WhatsAppKit.AspNetCore.Messages.Kinds;
using WhatsAppKit.AspNetCore.Persistence;
using WhatsAppKit.AspNetCore.Subscriptions;
using WhatsAppKit.Contracts.Messages;
using WhatsAppKit.Core.Messages;

namespace WhatsAppKit.AspNetCore.Messages;

/// <summary>Sends messages: the row with the message's id is durable before anything leaves.</summary>
internal sealed class MessageSender(
    IDbContextFactory<GatewayDbContext> contexts, IInstanceConnections connections, MessageQuota quota, BodySealer bodies, MessageEvents events, TimeProvider time)
{
    public async Task<SentMessageResponse> SendAsync(TenantContext tenant, MessageDraft draft, CancellationToken cancellationToken)
    {
        var instance = InstanceRef.Of(tenant);
        var message = new QueuedMessage(connections.CreateMessageId(instance), draft.Kind, draft.Chat, draft.Request);
        await AcceptAsync(instance, message, draft, cancellationToken).ConfigureAwait(false);
        var accepted = events.Accepted(instance, message);
        try
        {
            // From here on the message may be on its way: a caller that hangs up does not stop it half done.
            var sent = await connections.SendAsync(instance, message, CancellationToken.None).ConfigureAwait(false);
            await SettleAsync(instance, message.Id, MessageStatus.Sent, null, sent.Timestamp).ConfigureAwait(false);
            events.Sent(instance, message.Id, accepted);
            return new SentMessageResponse(message.Id, "sent", Recipient.Name(message.Chat), sent.Timestamp);
        }
        catch (Exception error) when (error is RecipientNotFoundException or MessageRejectedException or GatewayException)
        {
            await SettleAsync(instance, message.Id, MessageStatus.Failed, error.Message, StoredTime.Now(time)).ConfigureAwait(false);
            events.Failed(instance, message.Id, error);
            throw;
        }
    }

    private async Task AcceptAsync(InstanceRef instance, QueuedMessage message, MessageDraft draft, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await quota.CountAsync(context, instance.SubscriptionId, cancellationToken).ConfigureAwait(false);
        context.Messages.Add(new StoredMessage
        {
            SubscriptionId = instance.SubscriptionId,
            InstanceId = instance.InstanceId,
            MessageId = message.Id,
            IsOutgoing = true,
            Chat = message.Chat.ToString(),
            From = connections.GetStatus(instance).PhoneJid?.User ?? "",
            To = Recipient.Name(message.Chat),
            Kind = message.Kind,
            Request = message.Request,
            Text = draft.Text,
            Body = draft.Body is { } body ? bodies.Seal(instance.InstanceId, message.Id, body) : null,
            MediaId = draft.MediaId,
            RelatedId = draft.RelatedId,
            Status = MessageStatus.Accepted,
            Timestamp = StoredTime.Now(time),
        });
        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task SettleAsync(InstanceRef instance, string id, MessageStatus status, string? reason, DateTimeOffset at)
    {
        await using var context = await contexts.CreateDbContextAsync().ConfigureAwait(false);

        // A receipt may have come before the ack: the status never goes back.
        await context.Messages.IgnoreQueryFilters()
            .Where(row => row.InstanceId == instance.InstanceId && row.MessageId == id && row.IsOutgoing && row.Status == MessageStatus.Accepted)
            .ExecuteUpdateAsync(set => set
                .SetProperty(row => row.Status, status)
                .SetProperty(row => row.FailureReason, reason)
                .SetProperty(row => row.Timestamp, at))
            .ConfigureAwait(false);
    }
}
