using WhatsAppKit.Contracts.Events;

namespace WhatsAppKit.Client.Events;

/// <summary>What happens: while it happens, or from the store.</summary>
public interface IEventsClient
{
    /// <summary>
    /// Tells events as they happen, each once and in order, until the caller stops. A connection that breaks is made again, and the next event
    /// is the one after the last. Needs the permission <c>events:read</c>.
    /// </summary>
    /// <param name="subscription">What is wanted; null for everything from now on.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="WhatsAppGatewayException">The gateway refuses: the key was revoked, the event to resume after is not kept any more.</exception>
    IAsyncEnumerable<GatewayEvent> SubscribeAsync(EventSubscription? subscription = null, CancellationToken cancellationToken = default);

    /// <summary>One page of stored events, first first. Needs the permission <c>events:read</c>.</summary>
    /// <param name="subscription">What is wanted; <see cref="EventSubscription.LastEventId"/> is the cursor. Null for everything that is kept.</param>
    /// <param name="limit">1 to 100; null for the gateway's default of 50.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task<EventPage> ListAsync(EventSubscription? subscription = null, int? limit = null, CancellationToken cancellationToken = default);
}

/// <summary>Which events are wanted.</summary>
public sealed record EventSubscription
{
    /// <summary>The event after which to begin; null for from now on.</summary>
    public string? LastEventId { get; init; }

    /// <summary>Types of <see cref="EventTypes"/>, or groups: <c>connection</c>, <c>message</c>, <c>system</c>, <c>user</c>. Empty for all.</summary>
    public IReadOnlyList<string> Types { get; init; } = [];

    /// <summary>The instance, for people; null for all of the subscription.</summary>
    public string? InstanceId { get; init; }

    /// <summary>True for what messages say too; it needs the permission <c>messages:read</c>.</summary>
    public bool WithContent { get; init; }
}
