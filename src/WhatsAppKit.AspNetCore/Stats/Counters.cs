using WhatsAppKit.AspNetCore.Persistence;

namespace WhatsAppKit.AspNetCore.Stats;

/// <summary>What is counted by day: the names in the table.</summary>
internal static class Counters
{
    public const string Accepted = "accepted";
    public const string Sent = "sent";
    public const string Delivered = "delivered";
    public const string Read = "read";
    public const string Played = "played";
    public const string Failed = "failed";
    public const string Received = "received";
    public const string WebhookTaken = "webhook-taken";
    public const string WebhookFailed = "webhook-failed";
    public const string ConnectedSeconds = "connected-seconds";
    public const string Reconnects = "reconnects";

    /// <summary>
    /// The stages a message passes on its way to a status. Receipts may skip some: what was read was delivered, whether or not a receipt
    /// said so.
    /// </summary>
    public static IEnumerable<string> Passed(MessageStatus from, MessageStatus to)
    {
        for (var status = from + 1; status <= to; status++)
        {
            yield return Of(status);
        }
    }

    private static string Of(MessageStatus status) => status switch
    {
        MessageStatus.Sent => Sent,
        MessageStatus.Delivered => Delivered,
        MessageStatus.Read => Read,
        MessageStatus.Played => Played,
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "It is no stage."),
    };
}
