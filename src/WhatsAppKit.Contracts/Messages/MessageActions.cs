using System.ComponentModel.DataAnnotations;

namespace WhatsAppKit.Contracts.Messages;

/// <summary>A reaction to a message; a new one replaces the one before.</summary>
public sealed record SendReactionRequest : MessageActionRequest
{
    /// <summary>One emoji; absent or empty takes the reaction back.</summary>
    public string? Emoji { get; init; }
}

/// <summary>A vote in a poll; each replaces the one before.</summary>
public sealed record SendVoteRequest : MessageActionRequest
{
    /// <summary>The chosen answers in the poll's words; an empty list takes the vote back.</summary>
    [Required]
    public IReadOnlyList<string>? Options { get; init; }
}

/// <summary>An answer to an event; each replaces the one before.</summary>
public sealed record SendEventAnswerRequest : MessageActionRequest
{
    /// <summary><c>going</c>, <c>not-going</c> or <c>maybe</c>.</summary>
    [Required]
    public string? Answer { get; init; }

    /// <summary>How many others come along, 0 to 100. Default: 0.</summary>
    public int? ExtraGuests { get; init; }
}

/// <summary>Pins a message for everyone in the chat.</summary>
public sealed record PinMessageRequest : MessageActionRequest
{
    /// <summary>How long in seconds, 1 to 2,592,000. Default: 604,800, a week.</summary>
    public int? DurationSeconds { get; init; }
}

/// <summary>Takes a pinned message down for everyone.</summary>
public sealed record UnpinMessageRequest : MessageActionRequest;

/// <summary>Keeps a disappearing message for everyone, or no longer.</summary>
public sealed record KeepMessageRequest : MessageActionRequest
{
    /// <summary>False to let it disappear after all. Default: true.</summary>
    public bool? Keep { get; init; }
}

/// <summary>What an own message says from now on: its text, or the caption of its file.</summary>
public sealed record EditMessageRequest
{
    /// <summary>1 to 65,536 characters.</summary>
    [Required]
    public string? Text { get; init; }
}

/// <summary>Names messages by their ids.</summary>
public sealed record MarkMessagesRequest
{
    /// <summary>The chat; needed only where two chats have a message with one of the ids.</summary>
    public string? Chat { get; init; }

    /// <summary>1 to 256 ids.</summary>
    [Required]
    public IReadOnlyList<string>? MessageIds { get; init; }

    /// <summary>True to mark voice messages, video notes and what is for one view as played, not only as read. Default: false.</summary>
    public bool? Played { get; init; }
}
