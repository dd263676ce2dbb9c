using Microsoft.EntityFrameworkCore;
using WhatsAppKit.AspNetCore.Connections;
using WhatsAppKit.AspNetCore.Events;
using WhatsAppKit.AspNetCore.Messages.Content;
using WhatsAppKit.AspNetCore.Messages.Queue;
using WhatsAppKit.AspNetCore.Persistence;
using WhatsAppKit.AspNetCore.Stats;
using WhatsAppKit.Contracts.Events;
using WhatsAppKit.Core.Messages;
using WhatsAppKit.Core.Session.Events;

namespace WhatsAppKit.AspNetCore.Messages.Receiving;

/// <summary>Writes what arrives at one instance into its rows, within the transaction of the session's own records.</summary>
internal sealed class MessageRecorder(BodySealer bodies, EventLog events, DailyCounters counters, InstanceRef instance)
{
    private readonly MessageChanges _changes = new(bodies, events);

    public Task RecordAsync(GatewayDbContext context, WhatsAppEvent happened, CancellationToken cancellationToken) => happened switch
    {
        MessageReceived message => InsertAsync(
            context, message, own => RowMapping.Row(message, instance, own), StoredBody.Of(message), cancellationToken),
        CommentAdded comment => InsertAsync(
            context, comment, own => RowMapping.Row(comment, instance, own), new StoredBody { Content = comment.Content }, cancellationToken),
        ReceiptReceived receipt => RaiseAsync(context, receipt, cancellationToken),
        ChatEvent change => _changes.ApplyAsync(context, instance, change, cancellationToken),
        _ => Task.CompletedTask,
    };

    private async Task InsertAsync(
        GatewayDbContext context, ChatEvent message, Func<string, StoredMessage> map, StoredBody body, CancellationToken cancellationToken)
    {
        var chat = message.Chat.ToString();
        var exists = await context.Messages.IgnoreQueryFilters().AnyAsync(
            row => row.InstanceId == instance.InstanceId && row.Chat == chat && row.MessageId == message.Id && row.IsOutgoing == message.FromMe,
            cancellationToken).ConfigureAwait(false);
        if (exists)
        {
            // The server repeated it: a second copy is no second message.
            return;
        }

        var own = await context.Instances.IgnoreQueryFilters().Where(row => row.Id == instance.InstanceId)
            .Select(row => row.Phone).FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false) ?? "";
        var row = map(own);
        var isMetadataOnly = await context.IsMetadataOnlyAsync(instance.SubscriptionId, cancellationToken).ConfigureAwait(false);
        if (isMetadataOnly)
        {
            row.Text = null;
        }
        else
        {
            Keep(context, row, message, body);
        }

        context.Messages.Add(row);
        if (!message.FromMe)
        {
            var data = new MessageEventData(MessageMapping.ToContract(row), body.ToContract(row.MediaId), message.PushName, message.IsOffline);
            events.Append(context, instance, EventTypes.MessageReceived, data, isMetadataOnly);
            await counters.CountAsync(context, instance, Counters.Received, row.Kind, cancellationToken: cancellationToken).ConfigureAwait(false);
        }

        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
    }

    private void Keep(GatewayDbContext context, StoredMessage row, ChatEvent message, StoredBody body)
    {
        row.Body = bodies.Seal(instance.InstanceId, row.MessageId, body);
        if (RowMapping.Media(body.Content, row) is { } media)
        {
            media.Source = bodies.Seal(instance.InstanceId, media.Id, RowMapping.Source(((MediaContent)body.Content).File, message));
            row.MediaId = media.Id;
            context.Media.Add(media);
        }
    }

    private async Task RaiseAsync(GatewayDbContext context, ReceiptReceived receipt, CancellationToken cancellationToken)
    {
        var (status, type) = receipt.Kind switch
        {
            ReceiptKind.Read => (MessageStatus.Read, EventTypes.MessageRead),
            ReceiptKind.Played => (MessageStatus.Played, EventTypes.MessagePlayed),
            _ => (MessageStatus.Delivered, EventTypes.MessageDelivered),
        };
        var rows = await context.Messages.IgnoreQueryFilters()
            .Where(row => row.InstanceId == instance.InstanceId && row.IsOutgoing && receipt.Ids.Contains(row.MessageId) && row.Status < status)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        // What the account's other devices have sent is not counted: neither was it when it left.
        var passed = rows.Where(row => row.Request is not null)
            .SelectMany(row => Counters.Passed(row.Status, status).Select(counter => (instance, counter, row.Kind))).ToArray();
        await counters.CountAsync(context, passed, cancellationToken).ConfigureAwait(false);
        var isMetadataOnly = rows.Count > 0 && await context.IsMetadataOnlyAsync(instance.SubscriptionId, cancellationToken).ConfigureAwait(false);
        foreach (var row in rows)
        {
            if (row.Status == MessageStatus.Accepted)
            {
                if (isMetadataOnly)
                {
                    row.ForgetContent();
                }

                // The receipt is faster than the ack, or the ack was lost: either way it was sent, and needs no other attempt.
                MessageOutbox.Tell(events, context, row, EventTypes.MessageSent, MessageStatus.Sent, receipt.Timestamp);
            }

            (row.Status, row.DueAt, row.ExpiresAt) = (status, null, null);
            MessageOutbox.Tell(events, context, row, type, status, receipt.Timestamp);
        }

        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
    }
}
