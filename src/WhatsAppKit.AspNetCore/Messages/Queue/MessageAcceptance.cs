using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using WhatsAppKit.AspNetCore.Connections;
using WhatsAppKit.AspNetCore.Events;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.Messages.Content;
using WhatsAppKit.AspNetCore.Messages.Kinds;
using WhatsAppKit.AspNetCore.Persistence;
using WhatsAppKit.AspNetCore.Stats;
using WhatsAppKit.AspNetCore.Subscriptions;
using WhatsAppKit.Contracts;
using WhatsAppKit.Contracts.Events;
using WhatsAppKit.Core;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Messages;

namespace WhatsAppKit.AspNetCore.Messages.Queue;

/// <summary>A message about to be stored.</summary>
internal sealed record AcceptedMessage(string Id, MessageDraft Draft, SendSchedule Schedule);

/// <summary>Writes messages into the queue: when it returns, they are on the disk, and will be sent or reported as failed.</summary>
internal sealed class MessageAcceptance(
    IDbContextFactory<GatewayDbContext> contexts, IInstanceConnections connections, MessageQuota quota, BodySealer bodies, EventLog events, MessageEvents told,
    DailyCounters counters, TimeProvider time)
{
    /// <summary>An id for a message of an instance, which need not be connected but paired.</summary>
    /// <exception cref="GatewayException">409: the instance is not paired.</exception>
    public async Task<string> CreateIdAsync(InstanceRef instance, CancellationToken cancellationToken) =>
        MessageService.CreateIdFor(await OwnAsync(instance, cancellationToken).ConfigureAwait(false), time.GetUtcNow());

    /// <summary>Stores messages, in one transaction.</summary>
    /// <exception cref="GatewayException">The month's limit is reached, or the queue's; nothing is stored.</exception>
    public Task AcceptAsync(InstanceRef instance, AcceptedMessage message, Idempotency.Turn? turn, CancellationToken cancellationToken) => AcceptAsync(
        instance, [message], (context, _) => turn?.ClaimAsync(context, message.Id, cancellationToken) ?? Task.CompletedTask, cancellationToken);

    /// <inheritdoc cref="AcceptAsync(InstanceRef, AcceptedMessage, Idempotency.Turn?, CancellationToken)"/>
    /// <param name="instance">The instance.</param>
    /// <param name="messages">The messages, in order. A limit may end before the last of them.</param>
    /// <param name="also">Adds to the transaction, told how many messages it stores, and why not the rest.</param>
    /// <param name="cancellationToken">Stops; nothing is stored.</param>
    public async Task AcceptAsync(
        InstanceRef instance, IReadOnlyList<AcceptedMessage> messages, Func<GatewayDbContext, Allowance, Task> also, CancellationToken cancellationToken)
    {
        var own = await OwnAsync(instance, cancellationToken).ConfigureAwait(false);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        var allowed = await AllowAsync(context, instance, messages.Count, cancellationToken).ConfigureAwait(false);
        messages = [.. messages.Take(allowed.Count)];
        var isMetadataOnly = await context.IsMetadataOnlyAsync(instance.SubscriptionId, cancellationToken).ConfigureAwait(false);
        foreach (var message in messages)
        {
            Add(context, instance, own, message, isMetadataOnly);
        }

        await counters.CountAsync(
            context, messages.Select(message => (instance, Counters.Accepted, message.Draft.Kind)), cancellationToken).ConfigureAwait(false);
        await also(context, allowed).ConfigureAwait(false);
        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        foreach (var message in messages)
        {
            told.Accepted(instance, message);
        }
    }

    /// <summary>Counts against the limits: at least one message, or an exception.</summary>
    private async Task<Allowance> AllowAsync(GatewayDbContext context, InstanceRef instance, int wanted, CancellationToken cancellationToken)
    {
        var limits = await quota.LimitsAsync(context, instance.SubscriptionId, cancellationToken).ConfigureAwait(false);
        var room = await QueueRoom.ForAsync(context, instance.InstanceId, limits.QueuedMessages, wanted, cancellationToken).ConfigureAwait(false);
        if (room is { Count: 0, Refusal: { } full })
        {
            throw full;
        }

        var month = await quota.CountAsync(context, instance.SubscriptionId, limits, room.Count, cancellationToken).ConfigureAwait(false);
        var refusal = month.Refusal ?? room.Refusal;
        return month.Count == 0 && refusal is not null ? throw refusal : new(month.Count, refusal);
    }

    private void Add(GatewayDbContext context, InstanceRef instance, Jid own, AcceptedMessage message, bool isMetadataOnly)
    {
        var (draft, schedule) = (message.Draft, message.Schedule);
        var row = context.Messages.Add(new StoredMessage
        {
            SubscriptionId = instance.SubscriptionId,
            InstanceId = instance.InstanceId,
            MessageId = message.Id,
            IsOutgoing = true,
            Chat = draft.Chat.ToString(),
            From = own.User,
            To = Recipient.Name(draft.Chat),
            Kind = draft.Kind,
            Request = draft.Request,
            Text = isMetadataOnly ? null : draft.Text,
            Body = draft.Body is { } body ? bodies.Seal(instance.InstanceId, message.Id, body) : null,
            MediaId = draft.MediaId,
            RelatedId = draft.RelatedId,
            Status = MessageStatus.Accepted,
            Timestamp = StoredTime.Now(time),
            DueAt = schedule.DueAt,
            ExpiresAt = schedule.ExpiresAt,
        }).Entity;
        MessageOutbox.Tell(events, context, row, EventTypes.MessageAccepted, MessageStatus.Accepted, row.Timestamp);
    }

    private async Task<Jid> OwnAsync(InstanceRef instance, CancellationToken cancellationToken)
    {
        var status = connections.GetStatus(instance);
        if (status.PhoneJid is { } own)
        {
            return own;
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var phone = await context.Instances.IgnoreQueryFilters().Where(row => row.Id == instance.InstanceId).Select(row => row.Phone)
            .FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        return phone is not null && status.State != ConnectionState.LoggedOut
            ? new Jid(phone, JidServer.PhoneNumber)
            : throw new GatewayException(
                StatusCodes.Status409Conflict, ProblemCodes.InstanceNotPaired, "The instance is not paired with a WhatsApp account.");
    }
}
