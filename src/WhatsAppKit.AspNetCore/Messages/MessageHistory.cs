using System.Globalization;
using Microsoft.EntityFrameworkCore;
using WhatsAppKit.AspNetCore.Auth;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.Persistence;
using WhatsAppKit.Contracts.Messages;

namespace WhatsAppKit.AspNetCore.Messages;

/// <summary>Lists an instance's messages, latest first.</summary>
internal sealed class MessageHistory(IDbContextFactory<GatewayDbContext> contexts)
{
    private const int DefaultLimit = 50;
    private const int MaxLimit = 100;

    public async Task<MessagePage> ListAsync(TenantContext tenant, string? limit, string? cursor, CancellationToken cancellationToken)
    {
        var size = DefaultLimit;
        if (limit is not null && (!int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out size) || size is < 1 or > MaxLimit))
        {
            throw GatewayException.Invalid("limit", $"1 to {MaxLimit} is allowed.");
        }

        var before = long.MaxValue;
        if (cursor is not null && !long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out before))
        {
            throw GatewayException.Invalid("cursor", "Pass the nextCursor of the page before.");
        }

        await using var context = (await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false)).For(tenant);
        var rows = await context.Messages.AsNoTracking()
            .Where(row => row.InstanceId == tenant.InstanceId && row.Sequence < before)
            .OrderByDescending(row => row.Sequence).Take(size + 1).ToListAsync(cancellationToken).ConfigureAwait(false);
        var page = rows.Take(size).ToArray();
        return new MessagePage(
            [.. page.Select(Response)],
            rows.Count > size ? page[^1].Sequence.ToString(CultureInfo.InvariantCulture) : null);
    }

    private static MessageResponse Response(StoredMessage row) => new(
        row.MessageId, row.IsOutgoing ? "out" : "in", row.From, row.To, row.Text, StatusName(row.Status), row.Timestamp);

    private static string StatusName(MessageStatus status) => status switch
    {
        MessageStatus.Accepted => "accepted",
        MessageStatus.Sent => "sent",
        MessageStatus.Delivered => "delivered",
        MessageStatus.Read => "read",
        MessageStatus.Played => "played",
        MessageStatus.Received => "received",
        _ => "failed",
    };
}
