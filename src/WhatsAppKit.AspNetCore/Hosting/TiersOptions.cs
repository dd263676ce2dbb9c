namespace WhatsAppKit.AspNetCore.Hosting;

/// <summary>What each tier may use.</summary>
public sealed class TiersOptions
{
    /// <summary>BASIC. Default: 10 instances, 10,000 messages a month, 2,000 waiting in an instance's queue; messages are kept for 30 days, events, deliveries and files for 7, the audit for a year.</summary>
    public TierLimits Basic { get; set; } = new()
    {
        MaxInstances = 10,
        MonthlyMessages = 10_000,
        QueuedMessages = 2_000,
        Retention = new() { Messages = Days(30), Events = Days(7), Deliveries = Days(7), Media = Days(7), Audit = Days(365) },
    };

    /// <summary>PRO. Default: 100 instances, 250,000 messages a month, 10,000 waiting in an instance's queue; messages are kept for 180 days, events, deliveries and files for 30, the audit for two years.</summary>
    public TierLimits Pro { get; set; } = new()
    {
        MaxInstances = 100,
        MonthlyMessages = 250_000,
        QueuedMessages = 10_000,
        Retention = new() { Messages = Days(180), Events = Days(30), Deliveries = Days(30), Media = Days(30), Audit = Days(730) },
    };

    /// <summary>MAX. Default: 10,000 instances, 100,000,000 messages a month, 50,000 waiting in an instance's queue; messages are kept for two years, events, deliveries and files for 90 days, the audit for seven years.</summary>
    public TierLimits Max { get; set; } = new()
    {
        MaxInstances = 10_000,
        MonthlyMessages = 100_000_000,
        QueuedMessages = 50_000,
        Retention = new() { Messages = Days(730), Events = Days(90), Deliveries = Days(90), Media = Days(90), Audit = Days(2555) },
    };

    private static TimeSpan Days(int days) => TimeSpan.FromDays(days);
}

/// <summary>What a tier may use.</summary>
public sealed class TierLimits
{
    /// <summary>How many instances a subscription may have.</summary>
    public int MaxInstances { get; set; }

    /// <summary>How many messages a subscription may send in a calendar month, in UTC.</summary>
    public long MonthlyMessages { get; set; }

    /// <summary>How many messages of an instance may wait to be sent: for their time, or for the instance to be connected.</summary>
    public int QueuedMessages { get; set; }

    /// <summary>How long what a subscription has is kept.</summary>
    public TierRetention Retention { get; set; } = new();
}

/// <summary>How long what a subscription has is kept.</summary>
public sealed class TierRetention
{
    /// <summary>Messages, from when they were sent or received; those that wait to be sent stay. Default: 30 days.</summary>
    public TimeSpan Messages { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Events, which readers and webhooks can resume from; those that a webhook has not taken stay as long as its deliveries. Default: 7 days.</summary>
    public TimeSpan Events { get; set; } = TimeSpan.FromDays(7);

    /// <summary>Deliveries of webhooks and their attempts; what was not taken by then is given up. Default: 7 days.</summary>
    public TimeSpan Deliveries { get; set; } = TimeSpan.FromDays(7);

    /// <summary>Files, from when they were stored; one that a message waits with stays. Default: 7 days.</summary>
    public TimeSpan Media { get; set; } = TimeSpan.FromDays(7);

    /// <summary>The audit. Default: 365 days.</summary>
    public TimeSpan Audit { get; set; } = TimeSpan.FromDays(365);
}
