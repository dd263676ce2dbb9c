using WhatsAppKit.AspNetCore.Persistence;
using WhatsAppKit.Contracts.Messages;
using WhatsAppKit.Core.Binary;

namespace WhatsAppKit.AspNetCore.Messages;

/// <summary>Rows of messages, as answers tell them.</summary>
internal static class MessageMapping
{
    public static MessageResponse ToContract(StoredMessage row) => new(
        row.MessageId,
        row.IsOutgoing ? "out" : "in",
        row.From,
        row.To,
        row.Text,
        StatusName(row.Status),
        row.Timestamp,
        ChatOf(row),
        row.Kind,
        row.MediaId,
        row.RelatedId,
        row.EditedAt,
        row.RevokedAt);

    public static string StatusName(MessageStatus status) => status switch
    {
        MessageStatus.Accepted => "accepted",
        MessageStatus.Sent => "sent",
        MessageStatus.Delivered => "delivered",
        MessageStatus.Read => "read",
        MessageStatus.Played => "played",
        MessageStatus.Received => "received",
        _ => "failed",
    };

    /// <summary>The status of a name; null for none.</summary>
    public static MessageStatus? StatusOf(string name) =>
        Enum.GetValues<MessageStatus>().Cast<MessageStatus?>().FirstOrDefault(status => StatusName(status!.Value) == name);

    /// <summary>A row's chat: the number where it is known.</summary>
    public static string ChatOf(StoredMessage row)
    {
        var chat = Jid.Parse(row.Chat);
        return Recipient.Name(chat.IsLid && Jid.TryParse(row.ChatAlternate, out var other) ? other : chat);
    }
}
