namespace WhatsAppKit.AspNetCore.Hosting;

/// <summary>How messages leave. Keys and people cannot change it.</summary>
public sealed class SendingOptions
{
    /// <summary>How long a request waits for WhatsApp's answer before it is told that the message waits. Default: 10 seconds.</summary>
    public TimeSpan Wait { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a message waits for its instance to come back when its request does not say. Default: 24 hours.</summary>
    public TimeSpan TimeToLive { get; set; } = TimeSpan.FromHours(24);

    /// <summary>Messages that an instance sends in a second when it has many. Default: 20.</summary>
    public double MessagesPerSecond { get; set; } = 20;

    /// <summary>Messages that an instance sends at once before it is slowed to <see cref="MessagesPerSecond"/>. Default: 40.</summary>
    public int Burst { get; set; } = 40;

    /// <summary>The time between two messages in one chat once it had many. Default: 6 seconds.</summary>
    public TimeSpan ChatInterval { get; set; } = TimeSpan.FromSeconds(6);

    /// <summary>Messages that go into one chat at once before it is slowed to one in each <see cref="ChatInterval"/>. Default: 45.</summary>
    public int ChatBurst { get; set; } = 45;

    /// <summary>
    /// How many people an instance may write to within 24 hours with whom it has no chat yet. What has a chat is not limited by it.
    /// Default: 100.
    /// </summary>
    public int NewChatsPerDay { get; set; } = 100;

    /// <summary>How many messages an instance sends at the same time, each in another chat. Default: 4.</summary>
    public int MaxConcurrent { get; set; } = 4;
}
