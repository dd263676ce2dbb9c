using Microsoft.EntityFrameworkCore;
using WhatsAppKit.AspNetCore.Persistence;
using WhatsAppKit.Contracts.Events;

namespace WhatsAppKit.AspNetCore.Events;

/// <summary>Reads all events in order, for readers in the gateway that remember how far they have come.</summary>
internal sealed class EventReader(IDbContextFactory<GatewayDbContext> contexts, EventLog log)
{
    /// <summary>How far a reader has come; a new one begins with what happens from now on.</summary>
    public async Task<long> PlaceAsync(string reader, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        if (await context.EventCursors.AsNoTracking().FirstOrDefaultAsync(row => row.Reader == reader, cancellationToken).ConfigureAwait(false) is { } found)
        {
            return found.Sequence;
        }

        var last = await context.Events.IgnoreQueryFilters().MaxAsync(row => (long?)row.Sequence, cancellationToken).ConfigureAwait(false) ?? 0;
        await KeepPlaceAsync(reader, last, cancellationToken).ConfigureAwait(false);
        return last;
    }

    public async Task<IReadOnlyList<(long Sequence, string SubscriptionId, GatewayEvent Happened)>> NextAsync(
        long after, int count, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var rows = await context.Events.IgnoreQueryFilters().AsNoTracking().Where(row => row.Sequence > after).OrderBy(row => row.Sequence).Take(count)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        return [.. rows.Select(row => (row.Sequence, row.SubscriptionId, log.Read(row)))];
    }

    public async Task KeepPlaceAsync(string reader, long place, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await context.Database.ExecuteSqlAsync(
            $"INSERT INTO EventCursors (Reader, Sequence) VALUES ({reader}, {place}) ON CONFLICT (Reader) DO UPDATE SET Sequence = excluded.Sequence",
            cancellationToken).ConfigureAwait(false);
    }
}
