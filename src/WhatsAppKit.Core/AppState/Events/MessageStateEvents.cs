using WhatsAppKit.Core.Messages;

namespace WhatsAppKit.Core.AppState;

/// <summary>A message was starred, or no longer.</summary>
/// <param name="Message">The message. Of another member's message in a group some clients do not tell the sender; it is the chat then.</param>
/// <param name="IsStarred">True when it is starred.</param>
public sealed record MessageStarChanged(MessageReference Message, bool IsStarred) : AppStateEvent;

/// <summary>A message was deleted on this account's devices only.</summary>
/// <param name="Message">The message. Of another member's message in a group some clients do not tell the sender; it is the chat then.</param>
/// <param name="SentAt">When the message was sent; null when not told.</param>
/// <param name="IncludesMedia">True when its file is deleted from the devices too.</param>
public sealed record MessageDeletedForMe(MessageReference Message, DateTimeOffset? SentAt, bool IncludesMedia) : AppStateEvent;
