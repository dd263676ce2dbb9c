using WhatsAppKit.Core.Messages;
using WhatsAppKit.Core.Session.Events;

namespace WhatsAppKit.Core.Channels;

/// <summary>A message of a channel as the server keeps it.</summary>
/// <param name="Reference">What names it in reactions, edits and <see cref="ChannelService.MarkViewedAsync"/>.</param>
/// <param name="Content">What it says; null when that was not told, or is of a kind this library does not know.</param>
/// <param name="SentAt">When it was sent; null when not told.</param>
/// <param name="Views">How often it was seen; null when not told.</param>
/// <param name="Reactions">All reactions to it.</param>
public sealed record ChannelMessage(
    MessageReference Reference, MessageContent? Content, DateTimeOffset? SentAt, long? Views, IReadOnlyList<ReactionCount> Reactions);
