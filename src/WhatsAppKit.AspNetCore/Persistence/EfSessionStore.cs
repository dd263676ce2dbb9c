using Microsoft.EntityFrameworkCore;
using WhatsAppKit.AspNetCore.Connections;
using WhatsAppKit.AspNetCore.Events;
using WhatsAppKit.AspNetCore.Messages.Content;
using WhatsAppKit.AspNetCore.Messages.Receiving;
using WhatsAppKit.AspNetCore.Stats;
using WhatsAppKit.Core.Storage;

namespace WhatsAppKit.AspNetCore.Persistence;

/// <summary>One instance's session records in the gateway's database; messages and receipts are written in the same transaction.</summary>
internal sealed class EfSessionStore(
    IDbContextFactory<GatewayDbContext> contexts, RecordSealer sealer, EventLog events, InstanceRef instance, TimeProvider time) : ISessionStore
{
    // Below SQLite's limit of parameters in one statement.
    private const int MaxKeysPerQuery = 500;

    private readonly MessageRecorder _recorder = new(new BodySealer(sealer), events, new DailyCounters(time), instance);

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
            await _recorder.RecordAsync(context, happened, cancellationToken).ConfigureAwait(false);
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
}
