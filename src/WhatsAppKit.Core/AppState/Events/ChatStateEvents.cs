using WhatsAppKit.Core.Binary;

namespace WhatsAppKit.Core.AppState;

/// <summary>A chat was muted, or no longer.</summary>
/// <param name="Chat">The chat.</param>
/// <param name="IsMuted">True when it is muted.</param>
/// <param name="Until">When it ends; null for never, and when it is not muted.</param>
public sealed record ChatMuteChanged(Jid Chat, bool IsMuted, DateTimeOffset? Until) : AppStateEvent;

/// <summary>A chat was pinned to the top of the list, or no longer.</summary>
/// <param name="Chat">The chat.</param>
/// <param name="IsPinned">True when it is pinned, since <see cref="AppStateEvent.Timestamp"/>.</param>
public sealed record ChatPinChanged(Jid Chat, bool IsPinned) : AppStateEvent;

/// <summary>A chat was archived, or brought back.</summary>
/// <param name="Chat">The chat.</param>
/// <param name="IsArchived">True when it is archived.</param>
/// <param name="Range">Up to where the other device knew the chat. Ignore the change when the chat has newer messages.</param>
public sealed record ChatArchiveChanged(Jid Chat, bool IsArchived, ChatRange? Range) : AppStateEvent;

/// <summary>A chat was marked as read or as unread.</summary>
/// <param name="Chat">The chat.</param>
/// <param name="IsRead">False when it was marked as unread.</param>
/// <param name="Range">Up to where the other device knew the chat. Ignore the change when the chat has newer messages.</param>
public sealed record ChatReadChanged(Jid Chat, bool IsRead, ChatRange? Range) : AppStateEvent;

/// <summary>A chat was emptied on this account's devices.</summary>
/// <param name="Chat">The chat.</param>
/// <param name="IncludesStarred">True when starred messages went too.</param>
/// <param name="IncludesMedia">True when files are deleted from the devices too.</param>
/// <param name="Range">Up to where. Newer messages stay.</param>
public sealed record ChatCleared(Jid Chat, bool IncludesStarred, bool IncludesMedia, ChatRange? Range) : AppStateEvent;

/// <summary>A chat was deleted on this account's devices.</summary>
/// <param name="Chat">The chat.</param>
/// <param name="IncludesMedia">True when files are deleted from the devices too.</param>
/// <param name="Range">Up to where. Ignore the change when the chat has newer messages.</param>
public sealed record ChatDeleted(Jid Chat, bool IncludesMedia, ChatRange? Range) : AppStateEvent;

/// <summary>A chat was locked away, or no longer.</summary>
/// <param name="Chat">The chat.</param>
/// <param name="IsLocked">True when it is locked.</param>
public sealed record ChatLockChanged(Jid Chat, bool IsLocked) : AppStateEvent;
