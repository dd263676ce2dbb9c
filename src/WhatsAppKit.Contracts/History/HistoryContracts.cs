namespace WhatsAppKit.Contracts.History;

/// <summary>Asks for the messages of a chat before a certain one.</summary>
/// <param name="Chat">The chat: a person or a group.</param>
/// <param name="MessageId">The oldest message known.</param>
/// <param name="SentAt">When it was sent.</param>
/// <param name="FromMe">True when the account wrote it; null for false.</param>
/// <param name="Sender">Who wrote it; needed in groups when the account did not.</param>
/// <param name="Count">How many messages to ask for: 1 to 500; null for 50.</param>
public sealed record RequestHistoryRequest(
    string? Chat, string? MessageId, DateTimeOffset? SentAt, bool? FromMe = null, string? Sender = null, int? Count = null);

/// <summary>What the phone handed over. The messages themselves come as events.</summary>
/// <param name="Count">How many messages.</param>
/// <param name="HasMore">False when the phone has no older ones.</param>
public sealed record HistoryResponse(int Count, bool HasMore);

/// <summary>Asks for the whole history.</summary>
/// <param name="Since">The oldest time of interest; null for all the phone has.</param>
public sealed record RequestFullHistoryRequest(DateTimeOffset? Since = null);

/// <summary>A request that the phone agreed to; the history comes as events.</summary>
/// <param name="RequestId">What the events name as the request.</param>
public sealed record FullHistoryResponse(string RequestId);
