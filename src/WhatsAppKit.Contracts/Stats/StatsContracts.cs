namespace WhatsAppKit.Contracts.Stats;

/// <summary>How many messages came how far. A message that was read counts as sent and delivered too.</summary>
/// <param name="Accepted">Taken to be sent.</param>
/// <param name="Sent">Taken by WhatsApp.</param>
/// <param name="Delivered">Arrived at a device of the recipient.</param>
/// <param name="Read">Read.</param>
/// <param name="Played">Played: voice and video.</param>
/// <param name="Failed">Given up.</param>
/// <param name="Received">Arrived here.</param>
public sealed record MessageCounts(long Accepted, long Sent, long Delivered, long Read, long Played, long Failed, long Received);

/// <summary>How attempts to tell webhooks ended.</summary>
/// <param name="Succeeded">Attempts that were taken.</param>
/// <param name="Failed">Attempts that were not.</param>
/// <param name="SuccessRate">The part that was taken, 0 to 1; null when there was no attempt.</param>
public sealed record WebhookCounts(long Succeeded, long Failed, double? SuccessRate);

/// <summary>What was counted on a day.</summary>
/// <param name="Day">The day in UTC, such as <c>2026-11-30</c>.</param>
/// <param name="Messages">The messages.</param>
/// <param name="Webhooks">The webhooks.</param>
/// <param name="ConnectedSeconds">How long instances were connected.</param>
/// <param name="Reconnects">How often a lost connection came back.</param>
public sealed record DayStats(string Day, MessageCounts Messages, WebhookCounts Webhooks, long ConnectedSeconds, long Reconnects);

/// <summary>What was counted of a kind of message.</summary>
/// <param name="Kind">The kind, such as <c>text</c>.</param>
/// <param name="Messages">The messages.</param>
public sealed record KindStats(string Kind, MessageCounts Messages);

/// <summary>What was counted from one day to another, both included.</summary>
/// <param name="From">The first day, in UTC.</param>
/// <param name="To">The last day.</param>
/// <param name="Messages">The messages of all days.</param>
/// <param name="Webhooks">The webhooks of all days.</param>
/// <param name="ConnectedSeconds">
/// How long instances were connected; a connection that lasts is counted once an hour, and when it ends.
/// </param>
/// <param name="Reconnects">How often a lost connection came back.</param>
/// <param name="Days">The days on which anything was counted, first first.</param>
/// <param name="Kinds">The kinds of messages, by name.</param>
public sealed record StatsResponse(
    string From,
    string To,
    MessageCounts Messages,
    WebhookCounts Webhooks,
    long ConnectedSeconds,
    long Reconnects,
    IReadOnlyList<DayStats> Days,
    IReadOnlyList<KindStats> Kinds);
