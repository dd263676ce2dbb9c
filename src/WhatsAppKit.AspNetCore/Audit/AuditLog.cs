using System.Globalization;
using Microsoft.EntityFrameworkCore;
using WhatsAppKit.AspNetCore.Auth;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.Persistence;
using WhatsAppKit.Contracts.Audit;

namespace WhatsAppKit.AspNetCore.Audit;

/// <summary>Lists what happened in a subscription, latest first.</summary>
internal sealed class AuditLog(IDbContextFactory<GatewayDbContext> contexts)
{
    private const int MaxFilterLength = 64;

    public async Task<AuditPage> ListAsync(TenantContext tenant, AuditQuery query, CancellationToken cancellationToken)
    {
        var size = Paging.Limit(query.Limit);
        var before = Paging.Cursor(query.Cursor);
        await using var context = await contexts.CreateAsync(tenant, cancellationToken).ConfigureAwait(false);
        var rows = await Filtered(context.AuditEntries.AsNoTracking().Where(row => row.Sequence < before), query)
            .OrderByDescending(row => row.Sequence).Take(size + 1).ToListAsync(cancellationToken).ConfigureAwait(false);
        var page = rows.Take(size).ToArray();
        return new AuditPage([.. page.Select(Response)], rows.Count > size ? Text(page[^1].Sequence) : null);
    }

    private static IQueryable<AuditEntry> Filtered(IQueryable<AuditEntry> rows, AuditQuery query)
    {
        if (Filter(query.Action, "action") is { } action)
        {
            rows = rows.Where(row => row.Action == action);
        }

        if (Filter(query.ActorId, "actorId") is { } actor)
        {
            rows = rows.Where(row => row.ActorId == actor);
        }

        if (Filter(query.TargetId, "targetId") is { } target)
        {
            rows = rows.Where(row => row.TargetId == target);
        }

        if (Validated.Time(query.From, "from") is { } from)
        {
            rows = rows.Where(row => row.At >= from);
        }

        return Validated.Time(query.To, "to") is { } to ? rows.Where(row => row.At < to) : rows;
    }

    private static string? Filter(string? text, string field) =>
        text is null or { Length: >= 1 and <= MaxFilterLength } ? text : throw GatewayException.Invalid(field, $"1 to {MaxFilterLength} characters are needed.");

    private static AuditEntryResponse Response(AuditEntry row) =>
        new(Text(row.Sequence), row.At, row.Action, row.ActorId, row.TargetId, row.Address, row.Detail);

    private static string Text(long sequence) => sequence.ToString(CultureInfo.InvariantCulture);
}
