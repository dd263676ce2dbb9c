using System.ComponentModel.DataAnnotations;

namespace WhatsAppKit.Contracts.Messages;

/// <summary>What every request to send a message says.</summary>
public abstract record SendRequest
{
    /// <summary>
    /// The chat: a number with or without +, a JID of a person, the id of a group (<c>@g.us</c>) or a channel (<c>@newsletter</c>), or
    /// <c>status@broadcast</c> for a status update.
    /// </summary>
    public string? To { get; init; }

    /// <summary>When to send it, at most a year from now; absent or in the past for at once.</summary>
    public DateTimeOffset? SendAt { get; init; }

    /// <summary>
    /// How many seconds it may wait for its instance to be connected, from the time it is to be sent, 1 to 604,800; then it fails with
    /// <c>message-expired</c>. Default: as the gateway is set up, a day unless it says otherwise.
    /// </summary>
    public int? TimeToLiveSeconds { get; init; }
}

/// <summary>What every message with content may say besides it.</summary>
public abstract record SendContentRequest : SendRequest
{
    /// <summary>The id of the message in this chat that is answered.</summary>
    public string? ReplyTo { get; init; }

    /// <summary>People named in the text, as numbers or JIDs; each stands there as <c>@</c> and the user part. At most 1024.</summary>
    public IReadOnlyList<string>? Mentions { get; init; }

    /// <summary>True to name everybody in the group.</summary>
    public bool? MentionsEveryone { get; init; }

    /// <summary>The chat's timer for disappearing messages in seconds, 1 to 31,536,000; none by default.</summary>
    public int? DisappearsAfterSeconds { get; init; }

    /// <summary>How often the content was passed on, 0 to 1000; above 0 it shows as forwarded. Default: 0.</summary>
    public int? ForwardingScore { get; init; }
}

/// <summary>A message that does something to an earlier one. Without <see cref="SendRequest.To"/> the id alone names it.</summary>
public abstract record MessageActionRequest : SendRequest
{
    /// <summary>The id of the message it is about.</summary>
    [Required]
    public string? MessageId { get; init; }
}
