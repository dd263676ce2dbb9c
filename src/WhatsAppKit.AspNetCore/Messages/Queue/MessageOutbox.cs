using Microsoft.EntityFrameworkCore;
using WhatsAppKit.AspNetCore.Connections;
using WhatsAppKit.AspNetCore.Events;
using WhatsAppKit.AspNetCore.Messages.Kinds;
using WhatsAppKit.AspNetCore.Persistence;
using WhatsAppKit.AspNetCore.Stats;
using WhatsAppKit.Contracts;
using WhatsAppKit.Contracts.Events;
using WhatsAppKit.Core.Binary;

namespace WhatsAppKit.AspNetCore.Messages.Queue;

/// <summary>A message that waits, as it is to be sent.</summary>
internal sealed record WaitingMessage(InstanceRef Instance, QueuedMessage Message, DateTimeOffset? ExpiresAt)
{
    public string Id => Message.Id;
}

/// <summary>Messages that wait to be sent, in the database. Every end of a message is one transaction with its event.</summary>
internal sealed class MessageOutbox(
    IDbContextFactory<GatewayDbContext> contexts, EventLog events, DailyCounters counters, SendOutcomes outcomes, TimeProvider time)
{
    // What one transaction ends at most: others write in between.
    private const int Batch = 100;

    /// <summary>The message of a chat that is to be sent next; null when none is due.</summary>
    public async Task<WaitingMessage?> NextAsync(InstanceRef instance, string chat, CancellationToken cancellationToken)
    {
        var now = StoredTime.Now(time);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var row = await Next(context, instance.InstanceId, chat, now)
            .Select(row => new { row.MessageId, row.Kind, row.Request, row.ExpiresAt, row.MayHaveBeenSent }).FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        return row is null ? null : new WaitingMessage(
            instance, new QueuedMessage(row.MessageId, row.Kind, Jid.Parse(chat), row.Request ?? "") { IsRepeat = row.MayHaveBeenSent }, row.ExpiresAt);
    }

    /// <summary>The messages of a chat that are due, first first.</summary>
    internal static IQueryable<StoredMessage> Next(GatewayDbContext context, string instanceId, string chat, DateTimeOffset now) =>
        context.Messages.IgnoreQueryFilters().AsNoTracking()
            .Where(row => row.InstanceId == instanceId && row.Chat == chat && row.DueAt != null && row.DueAt <= now)
            .OrderBy(row => row.DueAt).ThenBy(row => row.Sequence);

    /// <summary>The chats of an instance with messages that are due.</summary>
    public async Task<IReadOnlyList<string>> DueChatsAsync(InstanceRef instance, CancellationToken cancellationToken)
    {
        var now = StoredTime.Now(time);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return await DueChats(context, instance.InstanceId, now).ToListAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The chats, of all instances, with messages that became due after a time.</summary>
    public async Task<IReadOnlyList<(InstanceRef Instance, string Chat)>> DueChatsAsync(DateTimeOffset after, CancellationToken cancellationToken)
    {
        var now = StoredTime.Now(time);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var rows = await Due(context, after, now)
            .Select(row => new { row.SubscriptionId, row.InstanceId, row.Chat }).Distinct().ToListAsync(cancellationToken).ConfigureAwait(false);
        return [.. rows.Select(row => (new InstanceRef(row.SubscriptionId, row.InstanceId), row.Chat))];
    }

    internal static IQueryable<string> DueChats(GatewayDbContext context, string instanceId, DateTimeOffset now) =>
        context.Messages.IgnoreQueryFilters().Where(row => row.InstanceId == instanceId && row.DueAt != null && row.DueAt <= now)
            .Select(row => row.Chat).Distinct();

    internal static IQueryable<StoredMessage> Due(GatewayDbContext context, DateTimeOffset after, DateTimeOffset now) =>
        context.Messages.IgnoreQueryFilters().AsNoTracking().Where(row => row.DueAt != null && row.DueAt > after && row.DueAt <= now);

    /// <summary>What was due when the process ended may have left: it must not be taken back any more.</summary>
    public async Task SuspectDueAsync(CancellationToken cancellationToken)
    {
        var now = StoredTime.Now(time);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await Due(context, DateTimeOffset.MinValue, now)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.MayHaveBeenSent, true), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>An attempt ended without an answer.</summary>
    public async Task SuspectAsync(WaitingMessage message)
    {
        await using var context = await contexts.CreateDbContextAsync().ConfigureAwait(false);
        await Own(context, message.Instance.InstanceId).Where(row => row.MessageId == message.Id && row.DueAt != null)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.MayHaveBeenSent, true)).ConfigureAwait(false);
    }

    /// <summary>WhatsApp has it.</summary>
    public Task SentAsync(WaitingMessage message, DateTimeOffset at) =>
        SettleAsync(message.Instance, message.Id, MessageStatus.Sent, StoredTime.Of(at), null, null, null);

    /// <summary>It will not be sent.</summary>
    public Task FailedAsync(WaitingMessage message, string code, string reason, Exception? error = null) =>
        SettleAsync(message.Instance, message.Id, MessageStatus.Failed, StoredTime.Now(time), code, reason, error);

    /// <summary>Gives up what waited for too long.</summary>
    public async Task ExpireAsync(CancellationToken cancellationToken)
    {
        var now = StoredTime.Now(time);
        await EndAsync(
            context => Expired(context, now), ProblemCodes.MessageExpired, "Its time to live passed before it could be sent.", cancellationToken).ConfigureAwait(false);
    }

    internal static IQueryable<StoredMessage> Expired(GatewayDbContext context, DateTimeOffset now) =>
        context.Messages.IgnoreQueryFilters().Where(row => row.DueAt != null && row.ExpiresAt <= now).OrderBy(row => row.ExpiresAt);

    /// <summary>Gives up all that an instance was to send.</summary>
    public Task AbandonAsync(InstanceRef instance, string code, string reason, CancellationToken cancellationToken) =>
        EndAsync(context => Own(context, instance.InstanceId).Where(row => row.DueAt != null).OrderBy(row => row.Sequence), code, reason, cancellationToken);

    /// <summary>Takes back a message that was never tried.</summary>
    /// <returns>False when it does not wait any more, or may have been sent.</returns>
    public async Task<bool> CancelAsync(InstanceRef instance, string messageId, CancellationToken cancellationToken) =>
        await EndOnceAsync(
            context => Own(context, instance.InstanceId).Where(row => row.MessageId == messageId && row.DueAt != null && !row.MayHaveBeenSent).OrderBy(row => row.Sequence),
            ProblemCodes.MessageCancelled,
            "It was taken back.",
            cancellationToken).ConfigureAwait(false) > 0;

    /// <summary>Adds the event of a status to a context that is about to be saved.</summary>
    public static void Tell(EventLog events, GatewayDbContext context, StoredMessage row, string type, MessageStatus status, DateTimeOffset at) =>
        events.Append(context, new InstanceRef(row.SubscriptionId, row.InstanceId), type, new MessageStatusData(
            row.MessageId, MessageMapping.ChatOf(row), row.Kind, MessageMapping.StatusName(status), at, row.FailureCode, row.FailureReason));

    private static IQueryable<StoredMessage> Own(GatewayDbContext context, string instanceId) =>
        context.Messages.IgnoreQueryFilters().Where(row => row.InstanceId == instanceId && row.IsOutgoing && row.Status == MessageStatus.Accepted);

    private async Task SettleAsync(
        InstanceRef instance, string id, MessageStatus status, DateTimeOffset at, string? code, string? reason, Exception? error)
    {
        await using (var context = await contexts.CreateDbContextAsync().ConfigureAwait(false))
        {
            await using var transaction = await context.Database.BeginTransactionAsync().ConfigureAwait(false);

            // A receipt may have come before the ack: the status never goes back.
            if (await Own(context, instance.InstanceId).FirstOrDefaultAsync(row => row.MessageId == id).ConfigureAwait(false) is { } row)
            {
                var isMetadataOnly = await context.IsMetadataOnlyAsync(row.SubscriptionId, CancellationToken.None).ConfigureAwait(false);
                End(context, row, isMetadataOnly, status, at, code, reason);
                await counters.CountAsync(
                    context, instance, status == MessageStatus.Failed ? Counters.Failed : Counters.Sent, row.Kind).ConfigureAwait(false);
                await context.SaveChangesAsync().ConfigureAwait(false);
                await transaction.CommitAsync().ConfigureAwait(false);
            }
        }

        outcomes.Complete(instance, id, new SendOutcome(at, error));
    }

    private async Task EndAsync(
        Func<GatewayDbContext, IQueryable<StoredMessage>> which, string code, string reason, CancellationToken cancellationToken)
    {
        while (await EndOnceAsync(which, code, reason, cancellationToken).ConfigureAwait(false) == Batch)
        {
            // There may be more.
        }
    }

    // The query says the order, which follows its own index: another one here would sort all that it finds.
    private async Task<int> EndOnceAsync(
        Func<GatewayDbContext, IQueryable<StoredMessage>> which, string code, string reason, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        var rows = await which(context).Take(Batch).ToListAsync(cancellationToken).ConfigureAwait(false);
        var metadataOnly = await context.MetadataOnlyAmongAsync(rows.Select(row => row.SubscriptionId), cancellationToken).ConfigureAwait(false);
        var now = StoredTime.Now(time);
        foreach (var row in rows)
        {
            End(context, row, metadataOnly.Contains(row.SubscriptionId), MessageStatus.Failed, now, code, reason);
        }

        await counters.CountAsync(
            context, rows.Select(row => (new InstanceRef(row.SubscriptionId, row.InstanceId), Counters.Failed, row.Kind)), cancellationToken).ConfigureAwait(false);
        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        foreach (var row in rows)
        {
            outcomes.Complete(
                new InstanceRef(row.SubscriptionId, row.InstanceId), row.MessageId, new SendOutcome(now, SendFailures.Of(code, reason)));
        }

        return rows.Count;
    }

    private void End(
        GatewayDbContext context, StoredMessage row, bool isMetadataOnly, MessageStatus status, DateTimeOffset at, string? code, string? reason)
    {
        if (isMetadataOnly)
        {
            row.ForgetContent();
        }

        (row.Status, row.Timestamp, row.FailureCode, row.FailureReason, row.DueAt, row.ExpiresAt) = (status, at, code, reason, null, null);
        Tell(events, context, row, status == MessageStatus.Failed ? EventTypes.MessageFailed : EventTypes.MessageSent, status, at);
    }
}
