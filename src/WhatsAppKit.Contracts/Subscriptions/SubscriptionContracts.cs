namespace WhatsAppKit.Contracts.Subscriptions;

/// <summary>What a subscription may use.</summary>
public static class Tiers
{
    /// <summary>What a new subscription has.</summary>
    public const string Basic = "BASIC";

    /// <summary>More of everything.</summary>
    public const string Pro = "PRO";

    /// <summary>The most.</summary>
    public const string Max = "MAX";
}

/// <summary>Another tier for a subscription.</summary>
/// <param name="Tier"><c>BASIC</c>, <c>PRO</c> or <c>MAX</c>.</param>
public sealed record ChangeTierRequest(string? Tier);

/// <summary>A subscription, its limits and its use.</summary>
/// <param name="Id">The subscription's id.</param>
/// <param name="Tier"><c>BASIC</c>, <c>PRO</c> or <c>MAX</c>.</param>
/// <param name="MaxInstances">How many instances it may have.</param>
/// <param name="CurrentInstances">How many it has. After a change to a lower tier it may be more than allowed.</param>
/// <param name="MonthlyMessages">How many messages it may send in a calendar month, in UTC.</param>
/// <param name="MessagesThisMonth">How many it has sent.</param>
/// <param name="QueuedMessages">How many messages of an instance may wait to be sent.</param>
/// <param name="MonthEndsAt">When the count starts anew.</param>
/// <param name="CreatedAt">When it was created.</param>
/// <param name="Privacy">Whether what messages say is kept.</param>
/// <param name="Retention">How long things are kept.</param>
public sealed record SubscriptionDetailResponse(
    string Id,
    string Tier,
    int MaxInstances,
    int CurrentInstances,
    long MonthlyMessages,
    long MessagesThisMonth,
    int QueuedMessages,
    DateTimeOffset MonthEndsAt,
    DateTimeOffset CreatedAt,
    PrivacyResponse Privacy,
    RetentionResponse Retention);

/// <summary>Whether what messages say is kept.</summary>
/// <param name="MetadataOnly">
/// True to keep and tell who wrote to whom, when, and what kind of message, and nothing of what it says: no text, no file, no reaction, no
/// vote. What was kept before is erased. A message that waits is kept until it was sent.
/// </param>
public sealed record UpdatePrivacyRequest(bool? MetadataOnly);

/// <summary>Whether what messages say is kept.</summary>
/// <param name="MetadataOnly">True when nothing of it is kept or told.</param>
/// <param name="ContentErasedAt">Since when nothing of what was kept before is left; null while it is being erased, or is kept.</param>
public sealed record PrivacyResponse(bool MetadataOnly, DateTimeOffset? ContentErasedAt);

/// <summary>How long things are kept, in seconds.</summary>
/// <param name="MessagesSeconds">Messages, from when they were sent or received.</param>
/// <param name="EventsSeconds">Events, which readers can resume from.</param>
/// <param name="DeliveriesSeconds">Deliveries of webhooks.</param>
/// <param name="MediaSeconds">Files.</param>
/// <param name="AuditSeconds">The audit.</param>
public sealed record RetentionResponse(long MessagesSeconds, long EventsSeconds, long DeliveriesSeconds, long MediaSeconds, long AuditSeconds);
