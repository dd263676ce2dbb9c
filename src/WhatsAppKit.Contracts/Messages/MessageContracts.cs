namespace WhatsAppKit.Contracts.Messages;

/// <summary>A message that was accepted.</summary>
/// <param name="Id">The message id.</param>
/// <param name="Status"><c>sent</c> when WhatsApp has it, <c>accepted</c> while it waits.</param>
/// <param name="To">The recipient as it was addressed.</param>
/// <param name="Timestamp">When WhatsApp accepted it; for one that waits, when it is to be sent.</param>
public sealed record SentMessageResponse(string Id, string Status, string To, DateTimeOffset Timestamp);

/// <summary>A message, sent or received.</summary>
/// <param name="Id">The message id, unique within its chat.</param>
/// <param name="Direction"><c>in</c> or <c>out</c>.</param>
/// <param name="From">The writer: a number or a JID.</param>
/// <param name="To">The recipient: a number or a JID.</param>
/// <param name="Text">The text or caption; for a reaction the emoji; null for a message without any.</param>
/// <param name="Status"><c>accepted</c>, <c>sent</c>, <c>delivered</c>, <c>read</c>, <c>played</c>, <c>failed</c> or <c>received</c>.</param>
/// <param name="Timestamp">When it was sent.</param>
/// <param name="Chat">The chat: a number for a person whose number is known, else a JID.</param>
/// <param name="Kind">What it is: <c>text</c>, <c>image</c>, <c>poll</c>, ...</param>
/// <param name="MediaId">The file's id at <c>/api/media</c>; null for none.</param>
/// <param name="ReplyTo">The id of the message it answers, or acts on; null for none.</param>
/// <param name="EditedAt">When it was last edited; null for never.</param>
/// <param name="DeletedAt">When it was deleted for everyone; null when it was not.</param>
public sealed record MessageResponse(
    string Id,
    string Direction,
    string From,
    string To,
    string? Text,
    string Status,
    DateTimeOffset Timestamp,
    string Chat,
    string Kind,
    string? MediaId,
    string? ReplyTo,
    DateTimeOffset? EditedAt,
    DateTimeOffset? DeletedAt);

/// <summary>A page of messages, latest first.</summary>
/// <param name="Items">The messages.</param>
/// <param name="NextCursor">Pass it as <c>cursor</c> for the next page; null on the last one.</param>
public sealed record MessagePage(IReadOnlyList<MessageResponse> Items, string? NextCursor);

/// <summary>A message with all it says, and what people did to it.</summary>
/// <param name="Message">The message as lists show it.</param>
/// <param name="Content">What it says beyond its text; null when it was deleted, or says no more.</param>
/// <param name="Reactions">The reaction of each person, latest first.</param>
/// <param name="Votes">The vote of each person, for a poll.</param>
/// <param name="Answers">The answer of each person, for an event.</param>
/// <param name="PinnedUntil">Until when it is pinned; null when it is not.</param>
/// <param name="IsKept">True when it is kept although its chat's messages disappear.</param>
/// <param name="FailureReason">Why it could not be sent; null when it could.</param>
/// <param name="FailureCode">The same as a problem's code; null when it could.</param>
/// <param name="SendAt">When it is to be sent; null when it does not wait.</param>
/// <param name="ExpiresAt">When it is given up; null when it does not wait.</param>
public sealed record MessageDetailResponse(
    MessageResponse Message,
    MessageBody? Content,
    IReadOnlyList<ReactionResponse> Reactions,
    IReadOnlyList<VoteResponse> Votes,
    IReadOnlyList<EventAnswerResponse> Answers,
    DateTimeOffset? PinnedUntil,
    bool IsKept,
    string? FailureReason,
    string? FailureCode = null,
    DateTimeOffset? SendAt = null,
    DateTimeOffset? ExpiresAt = null);

/// <summary>A reaction.</summary>
/// <param name="From">Who: a number or a JID.</param>
/// <param name="Emoji">The emoji.</param>
/// <param name="Timestamp">When.</param>
public sealed record ReactionResponse(string From, string Emoji, DateTimeOffset Timestamp);

/// <summary>A vote.</summary>
/// <param name="From">Who: a number or a JID.</param>
/// <param name="Options">The chosen answers.</param>
/// <param name="Timestamp">When.</param>
public sealed record VoteResponse(string From, IReadOnlyList<string> Options, DateTimeOffset Timestamp);

/// <summary>An answer to an event.</summary>
/// <param name="From">Who: a number or a JID.</param>
/// <param name="Answer"><c>going</c>, <c>not-going</c>, <c>maybe</c> or <c>unknown</c>.</param>
/// <param name="ExtraGuests">How many others come along.</param>
/// <param name="Timestamp">When.</param>
public sealed record EventAnswerResponse(string From, string Answer, int ExtraGuests, DateTimeOffset Timestamp);
