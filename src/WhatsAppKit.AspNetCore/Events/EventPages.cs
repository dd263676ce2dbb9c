using Microsoft.EntityFrameworkCore;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.Persistence;
using WhatsAppKit.Contracts.Events;

namespace WhatsAppKit.AspNetCore.Events;

/// <summary>Reads the stored events that somebody may see, in order.</summary>
internal sealed class EventPages(IDbContextFactory<GatewayDbContext> contexts, EventLog log)
{
    private const int MaxIdLength = 100;
    private const string LastEventField = "lastEventId";

    /// <summary>Where an event stands.</summary>
    /// <exception cref="GatewayException">There is no such event for this reader, or it is kept no longer.</exception>
    private async Task<long> PlaceAsync(EventView view, string id, string field, CancellationToken cancellationToken)
    {
        if (id.Length <= MaxIdLength)
        {
            await using var context = await contexts.CreateAsync(view.Tenant, cancellationToken).ConfigureAwait(false);
            if (await Visible(context, view).Where(row => row.Id == id).Select(row => (long?)row.Sequence).FirstOrDefaultAsync(cancellationToken)
                .ConfigureAwait(false) is { } place)
            {
                return place;
            }
        }

        throw GatewayException.Invalid(field, "There is no such event, or it is kept no longer.");
    }

    /// <summary>Where a reader begins, and the id of the event that it begins after: the one it names, else the newest; null when there is none yet.</summary>
    /// <exception cref="GatewayException">There is no such event for this reader, or it is kept no longer.</exception>
    public async Task<(long Place, string? Id)> BeginAsync(EventView view, string? lastEventId, CancellationToken cancellationToken)
    {
        if (!string.IsNullOrEmpty(lastEventId))
        {
            return (await PlaceAsync(view, lastEventId, LastEventField, cancellationToken).ConfigureAwait(false), lastEventId);
        }

        await using var context = await contexts.CreateAsync(view.Tenant, cancellationToken).ConfigureAwait(false);
        var last = await Visible(context, view).OrderByDescending(row => row.Sequence).Select(row => new { row.Sequence, row.Id }).FirstOrDefaultAsync(cancellationToken)
            .ConfigureAwait(false);
        return (last?.Sequence ?? 0, last?.Id);
    }

    /// <summary>The next events, wanted or not: whoever reads on must come past those as well.</summary>
    public async Task<IReadOnlyList<StoredEvent>> NextAsync(EventView view, long after, int count, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateAsync(view.Tenant, cancellationToken).ConfigureAwait(false);
        return await Visible(context, view).Where(row => row.Sequence > after).OrderBy(row => row.Sequence).Take(count).ToListAsync(cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>A page of those that are wanted.</summary>
    public async Task<EventPage> ListAsync(EventView view, string? limit, string? cursor, CancellationToken cancellationToken)
    {
        var size = Paging.Limit(limit);
        var after = cursor is null ? 0 : await PlaceAsync(view, cursor, "cursor", cancellationToken).ConfigureAwait(false);
        var types = EventTypes.All.Where(view.Takes).ToArray();
        await using var context = await contexts.CreateAsync(view.Tenant, cancellationToken).ConfigureAwait(false);
        var rows = Visible(context, view).Where(row => row.Sequence > after);
        if (types.Length < EventTypes.All.Count)
        {
            rows = rows.Where(row => types.Contains(row.Type));
        }

        var found = await rows.OrderBy(row => row.Sequence).Take(size + 1).ToListAsync(cancellationToken).ConfigureAwait(false);
        var page = found.Take(size).Select(row => Open(view, row)).ToArray();
        return new EventPage(page, page.Length > 0 ? page[^1].Id : cursor, found.Count > size);
    }

    /// <summary>What a reader is told of an event.</summary>
    public GatewayEvent Open(EventView view, StoredEvent row) => view.HasContent ? log.Read(row) : EventMetadata.Of(log.Read(row));

    private static IQueryable<StoredEvent> Visible(GatewayDbContext context, EventView view)
    {
        var rows = context.Events.AsNoTracking();
        return view.InstanceId is { } instance ? rows.Where(row => row.InstanceId == instance) : rows;
    }
}
