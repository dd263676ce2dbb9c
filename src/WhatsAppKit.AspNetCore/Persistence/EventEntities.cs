namespace WhatsAppKit.AspNetCore.Persistence;

/// <summary>Something that happened in a subscription, written in the transaction of what it tells about; never changed.</summary>
internal sealed class StoredEvent
{
    /// <summary>Rises with every row: the order of events.</summary>
    public long Sequence { get; set; }

    /// <summary>The event's id, the same for whoever is told of it and however often.</summary>
    public string Id { get; set; } = "";

    public string SubscriptionId { get; set; } = "";

    /// <summary>Null for what is about no instance.</summary>
    public string? InstanceId { get; set; }

    public string Type { get; set; } = "";

    public DateTimeOffset At { get; set; }

    /// <summary>The type's data as JSON, sealed.</summary>
    public byte[] Data { get; set; } = [];
}

/// <summary>How far somebody has read the events.</summary>
internal sealed class EventCursor
{
    public string Reader { get; set; } = "";

    public long Sequence { get; set; }
}

/// <summary>How much of something happened on a day (UTC).</summary>
internal sealed class DailyCount
{
    public string SubscriptionId { get; set; } = "";

    public string InstanceId { get; set; } = "";

    /// <summary><c>2026-11-30</c>.</summary>
    public string Day { get; set; } = "";

    /// <summary>What is counted: <c>sent</c>, <c>received</c>, ...</summary>
    public string Counter { get; set; } = "";

    /// <summary>The kind of message; empty where there is none.</summary>
    public string Kind { get; set; } = "";

    public long Count { get; set; }
}

/// <summary>The answer that a request with an <c>Idempotency-Key</c> got.</summary>
internal sealed class IdempotentRequest
{
    public string InstanceId { get; set; } = "";

    public string Key { get; set; } = "";

    public string SubscriptionId { get; set; } = "";

    /// <summary>SHA-256 of what was asked for.</summary>
    public byte[] Fingerprint { get; set; } = [];

    /// <summary>The message that was accepted; null where the answer is about several.</summary>
    public string? MessageId { get; set; }

    /// <summary>The answer's status; null until it was given.</summary>
    public int? Status { get; set; }

    /// <summary>The answer's JSON; null until it was given.</summary>
    public string? Answer { get; set; }

    public DateTimeOffset CreatedAt { get; set; }
}
