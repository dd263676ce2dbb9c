using Refit;
using WhatsAppKit.Contracts;
using WhatsAppKit.Contracts.Events;

namespace WhatsAppKit.Client.Events;

/// <summary>Stored events, page by page.</summary>
public interface IEventPagesClient
{
    /// <summary>List events. Needs the permission <c>events:read</c>.</summary>
    [Get(Routes.Events)]
    Task<EventPage> ListAsync(
        string? types = null,
        string? instanceId = null,
        bool? content = null,
        int? limit = null,
        string? cursor = null,
        CancellationToken cancellationToken = default);
}
