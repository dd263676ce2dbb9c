using Microsoft.EntityFrameworkCore;
using WhatsAppKit.AspNetCore.Connections;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Messages;
using WhatsAppKit.Core.Session.Events;
using WhatsAppKit.Core.Storage;

namespace WhatsAppKit.AspNetCore.Persistence;

/// <summary>One instance's session records in the gateway's database; messages and receipts are written in the same transaction.</summary>
internal sealed class EfSessionStore(
    IDbContextFactory<GatewayDbContext> contexts, RecordSealer sealer, InstanceRef instance, TimeProvider time) : ISessionStore
{
    // Below SQLite's limit of parameters in one statement.
    private const int MaxKeysPerQuery = 500;

    public async ValueTask<ReadOnlyMemory<byte>?> GetAsync(string kind, string key, CancellationToken cancellationToken = default) =>
        // The cast matters: a bare null would become an empty record.
        (await GetManyAsync(kind, [key], cancellationToken).ConfigureAwait(false)).TryGetValue(key, out var value) ? value : (ReadOnlyMemory<byte>?)null;

    public async ValueTask<IReadOnlyDictionary<string, ReadOnlyMemory<byte>>> GetManyAsync(
        string kind, IReadOnlyCollection<string> keys, CancellationToken cancellationToken = default)
    {
        var found = new Dictionary<string, ReadOnlyMemory<byte>>(keys.Count);
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        foreach (var part in keys.Chunk(MaxKeysPerQuery))
        {
            var rows = await context.SessionRecords.AsNoTracking()
                .Where(row => row.InstanceId == instance.InstanceId && row.Kind == kind && part.Contains(row.Key))
                .Where(row => row.ExpiresAt == null || row.ExpiresAt > now)
                .Select(row => new { row.Key, row.Value })
                .ToListAsync(cancellationToken).ConfigureAwait(false);
            foreach (var row in rows)
            {
                found[row.Key] = sealer.Open(instance.InstanceId, kind, row.Key, row.Value);
            }
        }

        return found;
    }

    public async ValueTask CommitAsync(StoreCommit commit, CancellationToken cancellationToken = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        foreach (var change in commit.Changes)
        {
            await ApplyAsync(context, change, cancellationToken).ConfigureAwait(false);
        }

        if (commit.Changes.Any(change => change.ExpiresAt is not null))
        {
            await DropExpiredAsync(context, cancellationToken).ConfigureAwait(false);
        }

        foreach (var happened in commit.Events)
        {
            await RecordAsync(context, happened, cancellationToken).ConfigureAwait(false);
        }

        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Who adds records that expire also clears those that have: they never pile up.</summary>
    private Task<int> DropExpiredAsync(GatewayDbContext context, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        return context.SessionRecords.Where(row => row.InstanceId == instance.InstanceId && row.ExpiresAt <= now).ExecuteDeleteAsync(cancellationToken);
    }

    private Task<int> ApplyAsync(GatewayDbContext context, StoreChange change, CancellationToken cancellationToken)
    {
        if (change.Value is not { } value)
        {
            return context.Database.ExecuteSqlAsync(
                $"DELETE FROM SessionRecords WHERE InstanceId = {instance.InstanceId} AND Kind = {change.Kind} AND Key = {change.Key}", cancellationToken);
        }

        var sealedValue = sealer.Seal(instance.InstanceId, change.Kind, change.Key, value.Span);
        var expires = change.ExpiresAt?.ToUnixTimeMilliseconds();
        return context.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO SessionRecords (InstanceId, Kind, Key, Value, ExpiresAt)
            VALUES ({instance.InstanceId}, {change.Kind}, {change.Key}, {sealedValue}, {expires})
            ON CONFLICT (InstanceId, Kind, Key) DO UPDATE SET Value = excluded.Value, ExpiresAt = excluded.ExpiresAt
            """,
            cancellationToken);
    }

    private Task RecordAsync(GatewayDbContext context, WhatsAppEvent happened, CancellationToken cancellationToken) => happened switch
    {
        MessageReceived message => InsertAsync(context, message, cancellationToken),
        ReceiptReceived receipt => RaiseAsync(context, receipt, cancellationToken),
        _ => Task.CompletedTask,
    };

    private async Task InsertAsync(GatewayDbContext context, MessageReceived message, CancellationToken cancellationToken)
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

        var other = Name(message.Chat, message.ChatAlternate);
        var isPerson = message.Chat.IsPhoneNumber || message.Chat.IsLid;
        var own = await context.Instances.IgnoreQueryFilters().Where(row => row.Id == instance.InstanceId)
            .Select(row => row.Phone).FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false) ?? "";
        context.Messages.Add(new StoredMessage
        {
            SubscriptionId = instance.SubscriptionId,
            InstanceId = instance.InstanceId,
            MessageId = message.Id,
            IsOutgoing = message.FromMe,
            Chat = chat,
            From = message.FromMe ? own : Name(message.Sender, message.SenderAlternate),
            To = message.FromMe || !isPerson ? other : own,
            Kind = message.Content is TextContent ? "text" : "other",
            Text = message.Text,
            Status = message.FromMe ? MessageStatus.Sent : MessageStatus.Received,
            Timestamp = message.Timestamp,
        });
        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
    }

    private Task<int> RaiseAsync(GatewayDbContext context, ReceiptReceived receipt, CancellationToken cancellationToken)
    {
        var status = receipt.Kind switch
        {
            ReceiptKind.Read => MessageStatus.Read,
            ReceiptKind.Played => MessageStatus.Played,
            _ => MessageStatus.Delivered,
        };
        return context.Messages.IgnoreQueryFilters()
            .Where(row => row.InstanceId == instance.InstanceId && row.IsOutgoing && receipt.Ids.Contains(row.MessageId) && row.Status < status)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.Status, status), cancellationToken);
    }

    /// <summary>The phone number where one is known; else the address.</summary>
    private static string Name(Jid jid, Jid? alternate)
    {
        var known = jid.IsLid ? alternate ?? jid : jid;
        return known.IsPhoneNumber ? known.User : known.ToString();
    }
}
