namespace WhatsAppKit.AspNetCore.Hosting;

/// <summary>How events are told while they happen.</summary>
public sealed class LiveEventOptions
{
    /// <summary>After how long without an event a stream shows that it is alive. Default: 15 seconds.</summary>
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a reader may take for one event before it is cut; it can resume where it stopped. Default: 10 seconds.</summary>
    public TimeSpan WriteTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How many streams and hub connections a subscription may have open. Default: 50.</summary>
    public int MaxPerSubscription { get; set; } = 50;

    /// <summary>How often the credential of an open stream is looked at again; a minute at most. Default: 30 seconds.</summary>
    public TimeSpan CheckEvery { get; set; } = TimeSpan.FromSeconds(30);
}
