using WhatsAppKit.Client.Audit;
using WhatsAppKit.Client.Contacts;
using WhatsAppKit.Client.Http;
using WhatsAppKit.Client.Webhooks;
using WhatsAppKit.Contracts.Audit;
using WhatsAppKit.Contracts.Contacts;
using WhatsAppKit.Contracts.Webhooks;

namespace WhatsAppKit.Client;

/// <summary>Lists without their pages: the next one is read when it is needed.</summary>
public static class PagedClientExtensions
{
    /// <summary>All audit entries, latest first.</summary>
    public static IAsyncEnumerable<AuditEntryResponse> ListAllAsync(this IAuditClient audit, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(audit);
        return Pages.ReadAsync((cursor, token) => audit.ListAsync(cursor: cursor, cancellationToken: token), page => page.Items, page => page.NextCursor, cancellationToken);
    }

    /// <summary>All contacts.</summary>
    public static IAsyncEnumerable<ContactResponse> ListAllAsync(this IContactsClient contacts, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(contacts);
        return Pages.ReadAsync((cursor, token) => contacts.ListAsync(cursor: cursor, cancellationToken: token), page => page.Items, page => page.NextCursor, cancellationToken);
    }

    /// <summary>All deliveries of a webhook, latest first.</summary>
    /// <param name="webhooks">The webhooks.</param>
    /// <param name="webhookId">The webhook.</param>
    /// <param name="state"><c>pending</c>, <c>delivered</c> or <c>dead</c>; null for all.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static IAsyncEnumerable<WebhookDeliveryResponse> ListAllDeliveriesAsync(
        this IWebhooksClient webhooks, string webhookId, string? state = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(webhooks);
        return Pages.ReadAsync(
            (cursor, token) => webhooks.ListDeliveriesAsync(webhookId, state, cursor: cursor, cancellationToken: token),
            page => page.Items,
            page => page.NextCursor,
            cancellationToken);
    }
}
