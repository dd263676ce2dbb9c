using Refit;
using WhatsAppKit.Contracts;

namespace WhatsAppKit.Client.Events;

/// <summary>The stream of events, as it comes.</summary>
internal interface IEventStreamApi
{
    /// <summary>Stream events. Needs the permission <c>events:read</c>.</summary>
    [Headers("Accept: text/event-stream")]
    [Get(Routes.EventStream)]
    Task<HttpResponseMessage> OpenAsync(
        string? types = null,
        string? instanceId = null,
        bool? content = null,
        string? lastEventId = null,
        CancellationToken cancellationToken = default);
}
