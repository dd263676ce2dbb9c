using WhatsAppKit.Core.Binary;

namespace WhatsAppKit.Core.Session.Events;

/// <summary>The server told how often a message of a channel was seen or reacted to.</summary>
/// <param name="Channel">The channel.</param>
/// <param name="ServerId">The message's number in the channel.</param>
/// <param name="Id">The message's id; null when not told.</param>
/// <param name="Views">How often it was seen; null when not told.</param>
/// <param name="Reactions">All reactions to it; null when not told.</param>
public sealed record ChannelMessageCounted(
    Jid Channel, long ServerId, string? Id, long? Views, IReadOnlyList<ReactionCount>? Reactions) : WhatsAppEvent;

/// <summary>How many people reacted with one emoji.</summary>
/// <param name="Emoji">The emoji.</param>
/// <param name="Count">How many.</param>
public sealed record ReactionCount(string Emoji, long Count);
