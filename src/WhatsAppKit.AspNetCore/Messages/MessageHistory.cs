using System.Globalization;
using Microsoft.EntityFrameworkCore;
using WhatsAppKit.AspNetCore.Auth;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.Persistence;
using WhatsAppKit.Contracts.Messages;

namespace WhatsAppKit.AspNetCore.Messages;

/// <summary>Which messages a list shows, as the query says it.</summary>
internal sealed record MessageQuery(
    string? Limit, string? Cursor, string? Chat = null, string? Direction = null, string? Kind = null, string? Before = null, string? After = null, string? Status = null);

/// <summary>Lists an instance's messages, latest first.</summary>
internal sealed class MessageHistory(IDbContextFactory<GatewayDbContext> contexts)
{
    private const int MaxKind = 50;

    public async Task<MessagePage> ListAsync(TenantContext tenant, MessageQuery query, CancellationToken cancellationToken)
    {
        var size = Paging.Limit(query.Limit);
        var before = Paging.Cursor(query.Cursor);
        await using var context = await contexts.CreateAsync(tenant, cancellationToken).ConfigureAwait(false);
        var own = context.Messages.AsNoTracking().Where(row => row.InstanceId == tenant.InstanceId && row.Sequence < before);
        var wanted = await FilterAsync(context, tenant.InstanceId!, own, query, cancellationToken).ConfigureAwait(false);
        var rows = await wanted.OrderByDescending(row => row.Sequence).Take(size + 1).ToListAsync(cancellationToken).ConfigureAwait(false);
        var page = rows.Take(size).ToArray();
        return new MessagePage(
            [.. page.Select(MessageMapping.ToContract)],
            rows.Count > size ? page[^1].Sequence.ToString(CultureInfo.InvariantCulture) : null);
    }

    private static async Task<IQueryable<StoredMessage>> FilterAsync(
        GatewayDbContext context, string instanceId, IQueryable<StoredMessage> rows, MessageQuery query, CancellationToken cancellationToken)
    {
        if (query.Chat is { } chat)
        {
            var aliases = await StoredMessages.AliasesAsync(context, instanceId, Recipient.Parse(chat, "chat"), cancellationToken).ConfigureAwait(false);
            rows = rows.Where(row => aliases.Contains(row.Chat) || (row.ChatAlternate != null && aliases.Contains(row.ChatAlternate)));
        }

        if (query.Direction is { } direction)
        {
            var isOutgoing = direction is "in" or "out" ? direction == "out" : throw GatewayException.Invalid("direction", "in or out is needed.");
            rows = rows.Where(row => row.IsOutgoing == isOutgoing);
        }

        if (query.Kind is { } kind)
        {
            rows = kind.Length is > 0 and <= MaxKind ? rows.Where(row => row.Kind == kind) : throw GatewayException.Invalid("kind", "The name of a kind is needed.");
        }

        if (query.Status is { } word)
        {
            var status = MessageMapping.StatusOf(word) ?? throw GatewayException.Invalid("status", "A status such as accepted or failed is needed.");
            rows = rows.Where(row => row.Status == status);
        }

        if (Validated.Time(query.Before, "before") is { } until)
        {
            rows = rows.Where(row => row.Timestamp < until);
        }

        return Validated.Time(query.After, "after") is { } since ? rows.Where(row => row.Timestamp >= since) : rows;
    }
}
