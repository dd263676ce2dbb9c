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
    public async Task<MessagePage> ListAsync(TenantContext tenant, string? limit, string? cursor, CancellationToken cancellationToken)
    {
        var size = Paging.Limit(limit);
        var before = Paging.Cursor(cursor);
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
