using System.Text.Json;
using System.Text.Json.Serialization;
using WhatsAppKit.Contracts.Messages;

namespace WhatsAppKit.Contracts.Events;

/// <summary>Something that happened, as webhooks and live events tell it.</summary>
/// <param name="Id">The event's id: the same in every retry and for everybody who is told.</param>
/// <param name="Type">One of <see cref="EventTypes"/>.</param>
/// <param name="Timestamp">When it happened, or, for what was told by WhatsApp, when it was stored.</param>
/// <param name="InstanceId">The instance it happened at; null for none.</param>
/// <param name="Data">What the type tells; <see cref="EventTypes"/> names the record.</param>
public sealed record GatewayEvent(string Id, string Type, DateTimeOffset Timestamp, string? InstanceId, JsonElement Data);

/// <summary>A message that arrived.</summary>
/// <param name="Message">The message as lists show it.</param>
/// <param name="Content">What it says beyond its text; null where only metadata is told.</param>
/// <param name="PushName">The name its writer chose; null for none.</param>
/// <param name="IsOffline">True when it waited at WhatsApp while the instance was away.</param>
public sealed record MessageEventData(MessageResponse Message, MessageBody? Content, string? PushName, bool IsOffline);

/// <summary>How far a message that was sent from here has come.</summary>
/// <param name="MessageId">The message.</param>
/// <param name="Chat">Its chat: a number or a JID.</param>
/// <param name="Kind">What it is: <c>text</c>, <c>image</c>, ...</param>
/// <param name="Status"><c>accepted</c>, <c>sent</c>, <c>delivered</c>, <c>read</c>, <c>played</c> or <c>failed</c>.</param>
/// <param name="At">When, by WhatsApp's clock where it tells.</param>
/// <param name="FailureCode">Why it failed, as a problem's code; null when it did not.</param>
/// <param name="FailureReason">The same in words.</param>
public sealed record MessageStatusData(
    string MessageId,
    string Chat,
    string Kind,
    string Status,
    DateTimeOffset At,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? FailureCode = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? FailureReason = null);

/// <summary>What somebody did to a message. Fields that the type does not have are absent.</summary>
public sealed record MessageChangeData
{
    /// <summary>The message.</summary>
    public required string MessageId { get; init; }

    /// <summary>Its chat: a number or a JID.</summary>
    public required string Chat { get; init; }

    /// <summary>Who did it: a number or a JID; <c>me</c> for this account.</summary>
    public required string From { get; init; }

    /// <summary>When, by WhatsApp's clock.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What an edited message says now; absent where only metadata is told.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Text { get; init; }

    /// <summary>The reaction; absent when it was taken back.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Emoji { get; init; }

    /// <summary>The chosen answers of a poll; empty when the vote was taken back.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Options { get; init; }

    /// <summary>The answer to an event: <c>going</c>, <c>not-going</c>, <c>maybe</c> or <c>unknown</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Answer { get; init; }

    /// <summary>How many others come along to an event.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? ExtraGuests { get; init; }

    /// <summary>Whether the message is pinned, or kept, now.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? IsSet { get; init; }
}

/// <summary>The status of an instance's connection.</summary>
/// <param name="Status">As in the answer of an instance's status: <c>CONNECTED</c>, ...</param>
/// <param name="Phone">The paired number, digits only; null while unpaired.</param>
/// <param name="Error">Why it is not connected, as a stable word; null while all is well.</param>
/// <param name="RetryAt">When the next attempt happens, as far as known.</param>
/// <param name="Awaits">What a person must do to go on: <c>scan</c>, <c>passkey</c> or <c>passkey-confirmation</c>; null for nothing.</param>
public sealed record ConnectionData(string Status, string? Phone, string? Error, DateTimeOffset? RetryAt, string? Awaits);

/// <summary>Something somebody did, as the audit trail has it.</summary>
/// <param name="Action">What: <c>instance.created</c>, <c>user.deactivated</c>, ...</param>
/// <param name="ActorId">The user who did it; null for a program or the gateway itself.</param>
/// <param name="TargetId">What it was done to.</param>
public sealed record ActionData(string Action, string? ActorId, string TargetId);

/// <summary>A test of a webhook.</summary>
/// <param name="WebhookId">The webhook.</param>
public sealed record PingData(string WebhookId);
