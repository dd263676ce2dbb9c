namespace WhatsAppKit.Contracts.Calls;

/// <summary>A link to a call.</summary>
/// <param name="IsVideo">True for a video call; null for false.</param>
/// <param name="StartsAt">When the call is planned for; null for any time.</param>
public sealed record CallLinkRequest(bool? IsVideo = null, DateTimeOffset? StartsAt = null);

/// <summary>A link to a call.</summary>
/// <param name="Link">Whoever has it can join.</param>
public sealed record CallLinkResponse(string Link);

/// <summary>Refuses a call that rings.</summary>
/// <param name="Caller">Who calls, as the event of the call told it.</param>
public sealed record RejectCallRequest(string? Caller);
