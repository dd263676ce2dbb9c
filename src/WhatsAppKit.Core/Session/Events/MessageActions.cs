using WhatsAppKit.Core.Messages;

namespace WhatsAppKit.Core.Session.Events;

/// <summary>Somebody reacted to a message, or took the reaction back. The last reaction of a person counts.</summary>
/// <param name="Target">The message.</param>
/// <param name="Emoji">The reaction; null when it was taken back.</param>
public sealed record ReactionChanged(MessageReference Target, string? Emoji) : ChatEvent;

/// <summary>The author changed a message.</summary>
/// <param name="Target">The message.</param>
/// <param name="Content">What it says now.</param>
public sealed record MessageEdited(MessageReference Target, MessageContent Content) : ChatEvent;

/// <summary>A message was deleted for everyone.</summary>
/// <param name="Target">The message.</param>
/// <param name="ByAdmin">True when an administrator of the group deleted somebody else's message.</param>
public sealed record MessageRevoked(MessageReference Target, bool ByAdmin) : ChatEvent;

/// <summary>Somebody voted in a poll. The last vote of a person replaces the ones before.</summary>
/// <param name="Target">The message with the poll.</param>
/// <param name="Options">The chosen answers; empty when the vote was taken back.</param>
/// <param name="UnknownOptions">How many chosen answers this device does not know, as they were added later.</param>
public sealed record PollVoted(MessageReference Target, IReadOnlyList<string> Options, int UnknownOptions) : ChatEvent;

/// <summary>Somebody answered an invitation to an event.</summary>
/// <param name="Target">The message with the event.</param>
/// <param name="Answer">The answer.</param>
/// <param name="ExtraGuests">How many others come along.</param>
public sealed record EventAnswered(MessageReference Target, EventAnswer Answer, int ExtraGuests) : ChatEvent;

/// <summary>A message was pinned for everyone in the chat, or taken down.</summary>
/// <param name="Target">The message.</param>
/// <param name="IsPinned">False when it was taken down.</param>
/// <param name="Duration">How long it stays pinned; null when it was taken down or no time was given.</param>
public sealed record MessagePinned(MessageReference Target, bool IsPinned, TimeSpan? Duration) : ChatEvent;

/// <summary>A disappearing message is kept for everyone, or no longer.</summary>
/// <param name="Target">The message.</param>
/// <param name="IsKept">False when it disappears after all.</param>
public sealed record MessageKept(MessageReference Target, bool IsKept) : ChatEvent;

/// <summary>Somebody commented on a message of an announcement group.</summary>
/// <param name="Target">The message.</param>
/// <param name="Content">The comment.</param>
public sealed record CommentAdded(MessageReference Target, MessageContent Content) : ChatEvent;

/// <summary>The timer for disappearing messages in a chat with one person changed.</summary>
/// <param name="Timer">How long new messages stay; null when they stay for good.</param>
public sealed record DisappearingTimerChanged(TimeSpan? Timer) : ChatEvent;

/// <summary>A member of a group changed the label beside the own name.</summary>
/// <param name="Label">The label; empty for none.</param>
public sealed record MemberLabelChanged(string Label) : ChatEvent;

/// <summary>Somebody known by LID shared the phone number; the two are known to belong together from now on.</summary>
public sealed record PhoneNumberShared : ChatEvent;
