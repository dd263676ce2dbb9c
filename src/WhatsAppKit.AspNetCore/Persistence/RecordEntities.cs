namespace WhatsAppKit.AspNetCore.Persistence;

/// <summary>What a subscription has sent in a calendar month (UTC).</summary>
internal sealed class MonthlyUsage
{
    public string SubscriptionId { get; set; } = "";

    /// <summary><c>2026-11</c>.</summary>
    public string Month { get; set; } = "";

    public long Messages { get; set; }
}

/// <summary>
/// How far a subscription's audit is kept no longer. Triggers refuse to delete an entry that is not older than this: what was let go is on
/// record.
/// </summary>
internal sealed class AuditRetention
{
    public string SubscriptionId { get; set; } = "";

    public DateTimeOffset Before { get; set; }
}

/// <summary>One act. The table takes new rows only: triggers refuse the rest, but for entries whose time is over.</summary>
internal sealed class AuditEntry
{
    public long Sequence { get; set; }

    public string SubscriptionId { get; set; } = "";

    public DateTimeOffset At { get; set; }

    public string Action { get; set; } = "";

    public string? ActorId { get; set; }

    public string TargetId { get; set; } = "";

    public string? Address { get; set; }

    public string? Detail { get; set; }
}
