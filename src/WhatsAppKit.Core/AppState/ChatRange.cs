using WhatsAppKit.Core.Messages;

namespace WhatsAppKit.Core.AppState;

/// <summary>Up to where a device knew a chat when it changed something about all of it.</summary>
/// <param name="LastMessage">When the last message was sent; null when not told.</param>
/// <param name="LastSystemMessage">When the last notice of the chat, such as a change of members, was made; null when not told.</param>
/// <param name="Messages">The last messages, as far as they are told.</param>
public sealed record ChatRange(DateTimeOffset? LastMessage, DateTimeOffset? LastSystemMessage, IReadOnlyList<LastMessage> Messages);

/// <summary>The last message of a chat, which tells other devices up to where a change about the whole chat goes.</summary>
/// <param name="Message">The message.</param>
/// <param name="SentAt">When it was sent, by the server's clock.</param>
public sealed record LastMessage(MessageReference Message, DateTimeOffset SentAt);
