namespace WhatsAppKit.AspNetCore.Hosting;

/// <summary>How what is kept no longer is cleared away: a little at a time, so that nobody waits for it. How long things are kept is up to each tier.</summary>
public sealed class RetentionOptions
{
    /// <summary>How often it is looked for, and how long after the start for the first time. Default: one hour.</summary>
    public TimeSpan Every { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How many rows one transaction deletes at most. Default: 500.</summary>
    public int BatchSize { get; set; } = 500;

    /// <summary>How long it rests between two transactions. Default: 50 milliseconds.</summary>
    public TimeSpan Pause { get; set; } = TimeSpan.FromMilliseconds(50);
}
