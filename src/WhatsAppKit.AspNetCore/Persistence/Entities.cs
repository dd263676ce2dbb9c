namespace WhatsAppKit.AspNetCore.Persistence;

internal sealed class Subscription
{
    public string Id { get; set; } = Ids.Create();

    public string Tier { get; set; } = "BASIC";

    public int MaxInstances { get; set; }

    public int CurrentInstances { get; set; }

    /// <summary>True when nothing of what messages say is kept or told.</summary>
    public bool IsMetadataOnly { get; set; }

    /// <summary>Since when nothing of what was kept before is left; null while it is not erased, or is kept.</summary>
    public DateTimeOffset? ContentErasedAt { get; set; }

    public DateTimeOffset CreatedAt { get; set; }
}

internal sealed class User
{
    public string Id { get; set; } = Ids.Create();

    public string SubscriptionId { get; set; } = "";

    public string Email { get; set; } = "";

    public string Name { get; set; } = "";

    /// <summary>Empty for somebody who is invited and has set no password yet.</summary>
    public string PasswordHash { get; set; } = "";

    public string Role { get; set; } = "ADMINISTRATOR";

    /// <summary>False keeps the user out, with tokens of before too.</summary>
    public bool IsActive { get; set; } = true;

    public DateTimeOffset? LastLoginAt { get; set; }

    public DateTimeOffset CreatedAt { get; set; }
}

internal sealed class Instance
{
    public string Id { get; set; } = Ids.Create();

    public string SubscriptionId { get; set; } = "";

    public string Name { get; set; } = "";

    /// <summary>Whether the instance should be up: a restart resumes exactly those.</summary>
    public bool IsWanted { get; set; }

    public string? Phone { get; set; }

    public DateTimeOffset CreatedAt { get; set; }
}

internal sealed class ApiKey
{
    public string Id { get; set; } = Ids.Create();

    public string SubscriptionId { get; set; } = "";

    public string InstanceId { get; set; } = "";

    public string Name { get; set; } = "";

    public string Prefix { get; set; } = "";

    public byte[] Hash { get; set; } = [];

    /// <summary>The secret before the latest rotation, and how long it still works.</summary>
    public byte[]? PreviousHash { get; set; }

    public DateTimeOffset? PreviousUntil { get; set; }

    /// <summary>Separated by spaces, in the order of <c>Permissions.All</c>; or <c>*</c> for all there are and will be.</summary>
    public string Permissions { get; set; } = "";

    /// <summary>Requests a minute; null means the gateway's default.</summary>
    public int? RateLimit { get; set; }

    public DateTimeOffset? ExpiresAt { get; set; }

    /// <summary>Written at most once in five minutes.</summary>
    public DateTimeOffset? LastUsedAt { get; set; }

    public bool IsActive { get; set; } = true;

    public DateTimeOffset CreatedAt { get; set; }
}

internal sealed class StoredMessage
{
    /// <summary>Rises with every row: the order of pages.</summary>
    public long Sequence { get; set; }

    public string SubscriptionId { get; set; } = "";

    public string InstanceId { get; set; } = "";

    public string MessageId { get; set; } = "";

    public bool IsOutgoing { get; set; }

    public string Chat { get; set; } = "";

    public string From { get; set; } = "";

    public string To { get; set; } = "";

    /// <summary>The kind of message, such as <c>text</c>.</summary>
    public string Kind { get; set; } = "";

    /// <summary>The same person as <see cref="Chat"/> in the other addressing (LID or phone number), where one is known.</summary>
    public string? ChatAlternate { get; set; }

    /// <summary>The writer's JID; empty for what was sent from here.</summary>
    public string Sender { get; set; } = "";

    /// <summary>The message's number in its channel.</summary>
    public long? ServerId { get; set; }

    /// <summary>What it says, sealed: a <c>StoredBody</c>, which has the keys of files in it.</summary>
    public byte[]? Body { get; set; }

    /// <summary>The file it has, by its id in the media store.</summary>
    public string? MediaId { get; set; }

    /// <summary>The id of the message it answers or acts on.</summary>
    public string? RelatedId { get; set; }

    public DateTimeOffset? EditedAt { get; set; }

    /// <summary>When it was deleted for everyone; what it said is gone then.</summary>
    public DateTimeOffset? RevokedAt { get; set; }

    /// <summary>What was asked to be sent, as JSON; null for what was not sent from here.</summary>
    public string? Request { get; set; }

    public string? Text { get; set; }

    public MessageStatus Status { get; set; }

    /// <summary>Why it failed, as a problem's code; and in words.</summary>
    public string? FailureCode { get; set; }

    public string? FailureReason { get; set; }

    /// <summary>When it is to be sent; null for what does not wait, or no longer.</summary>
    public DateTimeOffset? DueAt { get; set; }

    /// <summary>When what waits is given up.</summary>
    public DateTimeOffset? ExpiresAt { get; set; }

    /// <summary>True once an attempt was made that may have reached WhatsApp.</summary>
    public bool MayHaveBeenSent { get; set; }

    public DateTimeOffset Timestamp { get; set; }

    /// <summary>Lets go of what it says, which was kept to be sent and for nothing else.</summary>
    public void ForgetContent() => (Text, Body, Request) = (null, null, "");
}

/// <summary>In rising order: a message's status never goes back.</summary>
internal enum MessageStatus
{
    Accepted,
    Sent,
    Delivered,
    Read,
    Played,
    Received,
    Failed,
}

/// <summary>A record of a device's session, sealed.</summary>
internal sealed class SessionRecordRow
{
    public string InstanceId { get; set; } = "";

    public string Kind { get; set; } = "";

    public string Key { get; set; } = "";

    public byte[] Value { get; set; } = [];

    /// <summary>Unix milliseconds; null means never.</summary>
    public long? ExpiresAt { get; set; }
}
