namespace WhatsAppKit.AspNetCore.Hosting;

/// <summary>How webhooks are told of events.</summary>
public sealed class WebhookOptions
{
    /// <summary>
    /// The waits between the attempts to deliver an event, each lengthened by up to a fifth at random; after the last the delivery is
    /// given up. Default: those of the Standard Webhooks specification, 5 seconds to 24 hours, nearly 76 hours in all.
    /// </summary>
    public IList<TimeSpan> RetryWaits { get; } = [];

    /// <summary>How many webhooks a subscription may have. Default: 50.</summary>
    public int MaxPerSubscription { get; set; } = 50;

    /// <summary>How many requests to the webhooks of one subscription may be under way at once. Default: 16.</summary>
    public int MaxConcurrent { get; set; } = 16;

    /// <summary>After how many failed attempts in a row a webhook is left alone for a while. Default: 10.</summary>
    public int BreakAfter { get; set; } = 10;

    /// <summary>How long it is left alone then; each further failure doubles it, up to an hour. Default: 1 minute.</summary>
    public TimeSpan BreakFor { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>The waits as they are configured, or else the specification's.</summary>
    internal IReadOnlyList<TimeSpan> Waits => RetryWaits.Count > 0 ? [.. RetryWaits] : Standard;

    private static readonly TimeSpan[] Standard =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(5),
        TimeSpan.FromHours(10), TimeSpan.FromHours(14), TimeSpan.FromHours(20), TimeSpan.FromHours(24),
    ];
}
