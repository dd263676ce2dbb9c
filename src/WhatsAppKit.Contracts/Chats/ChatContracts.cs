namespace WhatsAppKit.Contracts.Chats;

/// <summary>A change of a chat. It may name the chat's last message, so that devices with newer ones leave those alone: all of the fields or none.</summary>
/// <param name="MessageId">The message's id.</param>
/// <param name="SentAt">When it was sent.</param>
/// <param name="FromMe">True when the account wrote it; null for false.</param>
/// <param name="Sender">Who wrote it; needed in groups when the account did not.</param>
public sealed record ChatChangeRequest(string? MessageId = null, DateTimeOffset? SentAt = null, bool? FromMe = null, string? Sender = null);

/// <summary>Mutes a chat.</summary>
/// <param name="Until">When it ends; null for never.</param>
public sealed record MuteChatRequest(DateTimeOffset? Until = null);

/// <summary>Deletes all messages of a chat; the last one may be named as in <see cref="ChatChangeRequest"/>.</summary>
/// <param name="KeepStarred">True to keep starred messages; null for false.</param>
/// <param name="DeleteMedia">True to delete files from the devices too; null for false.</param>
/// <param name="MessageId">The id of the last message to delete.</param>
/// <param name="SentAt">When it was sent.</param>
/// <param name="FromMe">True when the account wrote it; null for false.</param>
/// <param name="Sender">Who wrote it; needed in groups when the account did not.</param>
public sealed record ClearChatRequest(
    bool? KeepStarred = null, bool? DeleteMedia = null, string? MessageId = null, DateTimeOffset? SentAt = null, bool? FromMe = null, string? Sender = null);

/// <summary>Names who wrote a message.</summary>
/// <param name="FromMe">True when the account did; null for false.</param>
/// <param name="Sender">Who did; needed in groups when the account did not.</param>
public sealed record StarMessageRequest(bool? FromMe = null, string? Sender = null);

/// <summary>Deletes a message on the account's devices.</summary>
/// <param name="SentAt">When it was sent.</param>
/// <param name="FromMe">True when the account wrote it; null for false.</param>
/// <param name="Sender">Who wrote it; needed in groups when the account did not.</param>
/// <param name="DeleteMedia">True, or null, to delete its file from the devices too.</param>
public sealed record DeleteForMeRequest(DateTimeOffset? SentAt, bool? FromMe = null, string? Sender = null, bool? DeleteMedia = null);

/// <summary>How long messages stay.</summary>
/// <param name="Seconds">86,400, 604,800 or 7,776,000; 0 for good.</param>
public sealed record TimerRequest(int? Seconds);

/// <summary>What the account does in a chat.</summary>
/// <param name="State"><c>composing</c>, <c>recording</c> or <c>paused</c>.</param>
public sealed record TypingRequest(string? State);

/// <summary>Whether the account is online.</summary>
/// <param name="IsAvailable">True for online. The phone then shows no notifications.</param>
public sealed record PresenceRequest(bool? IsAvailable);
