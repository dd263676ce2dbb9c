namespace WhatsAppKit.Contracts.Events;

/// <summary>A page of events, the oldest first.</summary>
/// <param name="Events">The events.</param>
/// <param name="NextCursor">
/// Where the next page begins, now or later: the id of the last event, or the cursor that was asked with when nothing happened since; null
/// while there was none.
/// </param>
/// <param name="HasMore">Whether there are more already.</param>
public sealed record EventPage(IReadOnlyList<GatewayEvent> Events, string? NextCursor, bool HasMore);
