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
/// <param name="MonthEndsAt">When the count starts anew.</param>
/// <param name="CreatedAt">When it was created.</param>
public sealed record SubscriptionDetailResponse(
    string Id,
    string Tier,
    int MaxInstances,
    int CurrentInstances,
    long MonthlyMessages,
    long MessagesThisMonth,
    DateTimeOffset MonthEndsAt,
    DateTimeOffset CreatedAt);
