using System.ComponentModel.DataAnnotations;

namespace WhatsAppKit.Contracts.Webhooks;

/// <summary>An address to tell of events.</summary>
public abstract record WebhookSettings
{
    /// <summary>Where events are posted to: an <c>https</c> address on the internet, unless the gateway is set up to allow others.</summary>
    [Required]
    public string? Url { get; init; }

    /// <summary>What it is for, at most 200 characters.</summary>
    public string? Description { get; init; }

    /// <summary>Types of events, such as <c>message.received</c>, and groups, such as <c>message</c>; absent or empty for all.</summary>
    public IReadOnlyList<string>? Events { get; init; }

    /// <summary>Headers that every request has besides, at most 20; names that the gateway sets itself are refused.</summary>
    public IReadOnlyDictionary<string, string>? Headers { get; init; }

    /// <summary>True when an event is only sent after the one before it was taken. Default: false.</summary>
    public bool? Ordered { get; init; }

    /// <summary>True to sign with <c>X-Hub-Signature-256</c> too, as Meta's Cloud API does: with the secret's text as its key. Default: false.</summary>
    public bool? HubSignature { get; init; }

    /// <summary>How many requests may be under way at once, 1 to 16; one where events are ordered. Default: 4.</summary>
    public int? MaxConcurrency { get; init; }

    /// <summary>How long the receiver may take to answer, 1 to 30 seconds. Default: 15.</summary>
    public int? TimeoutSeconds { get; init; }
}

/// <summary>A new webhook.</summary>
public sealed record CreateWebhookRequest : WebhookSettings;

/// <summary>What a webhook is from now on; what is absent is as for a new one.</summary>
public sealed record UpdateWebhookRequest : WebhookSettings
{
    /// <summary>False to send nothing; what happens meanwhile is not sent later. True turns on what the gateway turned off.</summary>
    public bool? IsActive { get; init; }
}

/// <summary>Asks for a new secret.</summary>
/// <param name="GraceSeconds">How long the secret before signs too, 0 to 604,800. Default: 86,400, a day.</param>
public sealed record RotateWebhookSecretRequest(int? GraceSeconds = null);

/// <summary>A webhook.</summary>
/// <param name="Id">Its id.</param>
/// <param name="InstanceId">The instance whose events it gets; null for those of the whole subscription.</param>
/// <param name="Url">Where events are posted to.</param>
/// <param name="Description">What it is for.</param>
/// <param name="Events">Types of events and groups; empty for all.</param>
/// <param name="HeaderNames">The names of the headers that every request has besides.</param>
/// <param name="Ordered">Whether events wait for the one before.</param>
/// <param name="HubSignature">Whether there is an <c>X-Hub-Signature-256</c> too.</param>
/// <param name="MaxConcurrency">How many requests may be under way at once.</param>
/// <param name="TimeoutSeconds">How long the receiver may take to answer.</param>
/// <param name="IsActive">Whether events are sent.</param>
/// <param name="DisabledReason">Why the gateway turned it off: <c>gone</c>; null when it did not.</param>
/// <param name="FailuresInARow">Failed attempts since the last success.</param>
/// <param name="PausedUntil">Until when nothing is sent, after failures or as the receiver asked; null for no pause.</param>
/// <param name="PreviousSecretUntil">How long the secret before signs too; null when there is none.</param>
/// <param name="CreatedAt">When it was created.</param>
public sealed record WebhookResponse(
    string Id,
    string? InstanceId,
    string Url,
    string? Description,
    IReadOnlyList<string> Events,
    IReadOnlyList<string> HeaderNames,
    bool Ordered,
    bool HubSignature,
    int MaxConcurrency,
    int TimeoutSeconds,
    bool IsActive,
    string? DisabledReason,
    int FailuresInARow,
    DateTimeOffset? PausedUntil,
    DateTimeOffset? PreviousSecretUntil,
    DateTimeOffset CreatedAt);

/// <summary>A webhook with its secret, which is shown this once.</summary>
/// <param name="Webhook">The webhook.</param>
/// <param name="Secret">What signs: <c>whsec_</c> and base64, as Standard Webhooks has it.</param>
public sealed record WebhookSecretResponse(WebhookResponse Webhook, string Secret);

/// <summary>An event on its way to a webhook.</summary>
/// <param name="Id">The delivery's id.</param>
/// <param name="EventId">The event.</param>
/// <param name="EventType">Its type.</param>
/// <param name="State"><c>pending</c>, <c>delivered</c>, or <c>dead</c> when it was given up.</param>
/// <param name="Attempts">How many attempts were made.</param>
/// <param name="CreatedAt">When it was queued.</param>
/// <param name="NextAttemptAt">When the next attempt is due; null when there will be none.</param>
/// <param name="EndedAt">When it was taken, or given up; null while it is pending.</param>
public sealed record WebhookDeliveryResponse(
    string Id,
    string EventId,
    string EventType,
    string State,
    int Attempts,
    DateTimeOffset CreatedAt,
    DateTimeOffset? NextAttemptAt,
    DateTimeOffset? EndedAt);

/// <summary>A page of deliveries, latest first.</summary>
/// <param name="Items">The deliveries.</param>
/// <param name="NextCursor">Pass it as <c>cursor</c> for the next page; null on the last one.</param>
public sealed record WebhookDeliveryPage(IReadOnlyList<WebhookDeliveryResponse> Items, string? NextCursor);

/// <summary>A delivery with its attempts.</summary>
/// <param name="Delivery">The delivery.</param>
/// <param name="Attempts">The attempts, latest first; the latest 50.</param>
public sealed record WebhookDeliveryDetailResponse(WebhookDeliveryResponse Delivery, IReadOnlyList<WebhookAttemptResponse> Attempts);

/// <summary>An attempt.</summary>
/// <param name="At">When it began.</param>
/// <param name="Status">The status that the receiver answered; null when it did not.</param>
/// <param name="Error">What went wrong: <c>status</c>, <c>timeout</c>, <c>connection</c> or <c>refused-address</c>; null for nothing.</param>
/// <param name="DurationMilliseconds">How long it took.</param>
public sealed record WebhookAttemptResponse(DateTimeOffset At, int? Status, string? Error, int DurationMilliseconds);

/// <summary>Which deliveries to send once more. Event ids stay the same.</summary>
/// <param name="From">Events from this time on.</param>
/// <param name="To">Events before this time; absent for now.</param>
/// <param name="State">Only those in this state: <c>delivered</c> or <c>dead</c>; absent for <c>dead</c>.</param>
public sealed record ReplayWebhookRequest(DateTimeOffset? From, DateTimeOffset? To = null, string? State = null);

/// <summary>How many deliveries are sent once more.</summary>
/// <param name="Count">How many.</param>
public sealed record ReplayWebhookResponse(int Count);

/// <summary>What came of a test event.</summary>
/// <param name="Success">Whether the receiver took it.</param>
/// <param name="Attempt">The attempt.</param>
public sealed record PingWebhookResponse(bool Success, WebhookAttemptResponse Attempt);
