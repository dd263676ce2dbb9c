using Microsoft.EntityFrameworkCore;
using WhatsAppKit.AspNetCore.Auth;
using WhatsAppKit.AspNetCore.Connections;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.Persistence;
using WhatsAppKit.AspNetCore.Subscriptions;
using WhatsAppKit.Contracts.Messages;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Messages;

namespace WhatsAppKit.AspNetCore.Messages;

/// <summary>Sends messages: the row with the message's id is durable before anything leaves.</summary>
internal sealed class MessageSender(IDbContextFactory<GatewayDbContext> contexts, IInstanceConnections connections, MessageQuota quota, TimeProvider time)
{
    public async Task<SentMessageResponse> SendTextAsync(TenantContext tenant, SendTextRequest request, CancellationToken cancellationToken)
    {
        var to = Recipient.Parse(request.To);
        if (request.Text is not { Length: >= 1 and <= MessageService.MaxTextLength } text)
        {
            throw GatewayException.Invalid("text", $"1 to {MessageService.MaxTextLength} characters are needed.");
        }

        var instance = new InstanceRef(tenant.SubscriptionId, tenant.InstanceId!);
        var id = connections.CreateMessageId(instance);
        await AcceptAsync(instance, id, to, text, cancellationToken).ConfigureAwait(false);
        try
        {
            // From here on the message may be on its way: a caller that hangs up does not stop it half done.
            var sent = await connections.SendTextAsync(instance, to, text, id, CancellationToken.None).ConfigureAwait(false);
            await SettleAsync(instance, id, MessageStatus.Sent, null, sent.Timestamp).ConfigureAwait(false);
            return new SentMessageResponse(id, "sent", Name(to), sent.Timestamp);
        }
        catch (Exception error) when (error is RecipientNotFoundException or MessageRejectedException)
        {
            await SettleAsync(instance, id, MessageStatus.Failed, error.Message, StoredTime.Now(time)).ConfigureAwait(false);
            throw;
        }
    }

    private async Task AcceptAsync(InstanceRef instance, string id, Jid to, string text, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await quota.CountAsync(context, instance.SubscriptionId, cancellationToken).ConfigureAwait(false);
        context.Messages.Add(new StoredMessage
        {
            SubscriptionId = instance.SubscriptionId,
            InstanceId = instance.InstanceId,
            MessageId = id,
            IsOutgoing = true,
            Chat = to.ToString(),
            From = connections.GetStatus(instance).PhoneJid?.User ?? "",
            To = Name(to),
            Text = text,
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

    private static string Name(Jid jid) => jid.IsPhoneNumber ? jid.User : jid.ToString();
}
