using WhatsAppKit.Core.Binary;

namespace WhatsAppKit.Core.AppState;

/// <summary>A label was made, changed or deleted.</summary>
/// <param name="Label">The label.</param>
/// <param name="IsDeleted">True when it was deleted.</param>
public sealed record LabelChanged(Label Label, bool IsDeleted) : AppStateEvent;

/// <summary>A label was put on a chat, or taken off.</summary>
/// <param name="LabelId">The label.</param>
/// <param name="Chat">The chat.</param>
/// <param name="IsLabeled">True when the chat has it.</param>
public sealed record ChatLabelChanged(string LabelId, Jid Chat, bool IsLabeled) : AppStateEvent;

/// <summary>A label was put on a message, or taken off.</summary>
/// <param name="LabelId">The label.</param>
/// <param name="Chat">The chat the message stands in.</param>
/// <param name="MessageId">The message's id.</param>
/// <param name="IsLabeled">True when the message has it.</param>
public sealed record MessageLabelChanged(string LabelId, Jid Chat, string MessageId, bool IsLabeled) : AppStateEvent;

/// <summary>A quick reply was made, changed or deleted.</summary>
/// <param name="QuickReply">The quick reply.</param>
/// <param name="IsDeleted">True when it was deleted.</param>
public sealed record QuickReplyChanged(QuickReply QuickReply, bool IsDeleted) : AppStateEvent;
