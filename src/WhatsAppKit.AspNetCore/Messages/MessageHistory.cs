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
        var own = Filter(context.Messages.AsNoTracking().Where(row => row.InstanceId == tenant.InstanceId && row.Sequence < before), query);
        var aliases = query.Chat is not { } chat ? null
            : await StoredMessages.AliasesAsync(context, tenant.InstanceId!, Recipient.Parse(chat, "chat"), cancellationToken).ConfigureAwait(false);
        var rows = aliases is null
            ? await Latest(own, size + 1).ToListAsync(cancellationToken).ConfigureAwait(false)
            : await OfChatAsync(own, aliases, size + 1, cancellationToken).ConfigureAwait(false);
        var page = rows.Take(size).ToArray();
        return new MessagePage(
            [.. page.Select(MessageMapping.ToContract)],
            rows.Count > size ? page[^1].Sequence.ToString(CultureInfo.InvariantCulture) : null);
    }

    internal static IQueryable<StoredMessage> Latest(IQueryable<StoredMessage> rows, int count) => rows.OrderByDescending(row => row.Sequence).Take(count);

    /// <summary>
    /// One look for each address that a chat has, and each column that may have it: each follows an index and stops when it has enough. One
    /// look for all would sort everything that the chat ever had.
    /// </summary>
    private static async Task<IReadOnlyList<StoredMessage>> OfChatAsync(
        IQueryable<StoredMessage> own, IReadOnlyList<string> aliases, int count, CancellationToken cancellationToken)
    {
        var found = new List<StoredMessage>();
        foreach (var alias in aliases)
        {
            found.AddRange(await Latest(own.Where(row => row.Chat == alias), count).ToListAsync(cancellationToken).ConfigureAwait(false));
            found.AddRange(await Latest(own.Where(row => row.ChatAlternate == alias), count).ToListAsync(cancellationToken).ConfigureAwait(false));
        }

        return [.. found.DistinctBy(row => row.Sequence).OrderByDescending(row => row.Sequence).Take(count)];
    }

    private static IQueryable<StoredMessage> Filter(IQueryable<StoredMessage> rows, MessageQuery query)
    {
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
