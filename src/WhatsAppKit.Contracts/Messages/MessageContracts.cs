namespace WhatsAppKit.Contracts.Messages;

/// <summary>A message WhatsApp has accepted.</summary>
/// <param name="Id">The message id.</param>
/// <param name="Status"><c>sent</c>.</param>
/// <param name="To">The recipient as it was addressed.</param>
/// <param name="Timestamp">When WhatsApp accepted it.</param>
public sealed record SentMessageResponse(string Id, string Status, string To, DateTimeOffset Timestamp);

/// <summary>A message, sent or received.</summary>
/// <param name="Id">The message id.</param>
/// <param name="Direction"><c>in</c> or <c>out</c>.</param>
/// <param name="From">The writer: a number or a JID.</param>
/// <param name="To">The recipient: a number or a JID.</param>
/// <param name="Text">The text; null for a message without any.</param>
/// <param name="Status"><c>accepted</c>, <c>sent</c>, <c>delivered</c>, <c>read</c>, <c>played</c>, <c>failed</c> or <c>received</c>.</param>
/// <param name="Timestamp">When it was sent.</param>
public sealed record MessageResponse(
    string Id, string Direction, string From, string To, string? Text, string Status, DateTimeOffset Timestamp);

/// <summary>A page of messages, latest first.</summary>
/// <param name="Items">The messages.</param>
/// <param name="NextCursor">Pass it as <c>cursor</c> for the next page; null on the last one.</param>
public sealed record MessagePage(IReadOnlyList<MessageResponse> Items, string? NextCursor);
