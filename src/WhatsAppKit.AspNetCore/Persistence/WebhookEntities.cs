namespace WhatsAppKit.AspNetCore.Persistence;

/// <summary>An address that is told of events.</summary>
internal sealed class Webhook
{
    public string Id { get; set; } = Ids.Create();

    public string SubscriptionId { get; set; } = "";

    /// <summary>The instance whose events it gets; null for those of the whole subscription.</summary>
    public string? InstanceId { get; set; }

    public string Url { get; set; } = "";

    public string? Description { get; set; }

    /// <summary>Names of events and groups of them, separated by spaces; empty for all.</summary>
    public string Events { get; set; } = "";

    /// <summary>The secret that signs, sealed.</summary>
    public byte[] Secret { get; set; } = [];

    /// <summary>The secret before the latest rotation, sealed, and how long it still signs.</summary>
    public byte[]? PreviousSecret { get; set; }

    public DateTimeOffset? PreviousSecretUntil { get; set; }

    /// <summary>Headers that every request has besides, as JSON, sealed; null for none.</summary>
    public byte[]? Headers { get; set; }

    /// <summary>True when an event is only sent after the one before it was taken.</summary>
    public bool IsOrdered { get; set; }

    /// <summary>True to sign with <c>X-Hub-Signature-256</c> too.</summary>
    public bool SignsForHub { get; set; }

    public int MaxConcurrency { get; set; }

    public int TimeoutSeconds { get; set; }

    public bool IsActive { get; set; } = true;

    /// <summary>Since when it has been on without a break: what happened before is not told to it.</summary>
    public DateTimeOffset ActiveSince { get; set; }

    /// <summary>Why the gateway turned it off; null when it did not.</summary>
    public string? DisabledReason { get; set; }

    /// <summary>Failed attempts since the last success.</summary>
    public int FailuresInARow { get; set; }

    /// <summary>Until when nothing is sent there: it failed too often, or asked for it.</summary>
    public DateTimeOffset? PausedUntil { get; set; }

    public DateTimeOffset CreatedAt { get; set; }
}

/// <summary>An event on its way to a webhook.</summary>
internal sealed class WebhookDelivery
{
    public long Sequence { get; set; }

    public string SubscriptionId { get; set; } = "";

    public string WebhookId { get; set; } = "";

    public long EventSequence { get; set; }

    public string EventId { get; set; } = "";

    public string EventType { get; set; } = "";

    public DeliveryState State { get; set; }

    /// <summary>When the next attempt is due; null when there will be none.</summary>
    public DateTimeOffset? DueAt { get; set; }

    public int Attempts { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>When it was taken, or given up.</summary>
    public DateTimeOffset? EndedAt { get; set; }
}

/// <summary>Where a delivery stands.</summary>
internal enum DeliveryState
{
    Pending,
    Delivered,
    Dead,
}

/// <summary>One attempt of a delivery.</summary>
internal sealed class WebhookAttempt
{
    public long Sequence { get; set; }

    public string SubscriptionId { get; set; } = "";

    public long DeliverySequence { get; set; }

    public DateTimeOffset At { get; set; }

    /// <summary>The status of the answer; null when there was none.</summary>
    public int? Status { get; set; }

    /// <summary>What went wrong, in a word; null for nothing.</summary>
    public string? Error { get; set; }

    public int DurationMilliseconds { get; set; }
}
