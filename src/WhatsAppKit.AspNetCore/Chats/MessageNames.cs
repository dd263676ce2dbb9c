using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.Core.AppState;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Messages;

namespace WhatsAppKit.AspNetCore.Chats;

/// <summary>Reads how requests name a message.</summary>
internal static class MessageNames
{
    /// <summary>A message of a chat. In a group, somebody wrote it who must be named unless the account did.</summary>
    public static MessageReference Reference(Jid chat, string? id, bool? fromMe, string? sender, string field = "messageId") => new(
        chat,
        Validated.Id(id, field),
        sender is not null ? Address.Person(sender, "sender")
            : fromMe == true || !chat.IsGroup ? chat
            : throw GatewayException.Invalid("sender", "In a group, whoever wrote the message must be named."),
        fromMe == true);

    /// <summary>The last message of a chat, when the request names one.</summary>
    public static LastMessage? Last(Jid chat, string? id, DateTimeOffset? sentAt, bool? fromMe, string? sender) => (id, sentAt) switch
    {
        (null, null) when fromMe is null && sender is null => null,
        (null, _) => throw GatewayException.Invalid("messageId", "The last message is named by messageId and sentAt together."),
        (_, null) => throw GatewayException.Invalid("sentAt", "The last message is named by messageId and sentAt together."),
        _ => new LastMessage(Reference(chat, id, fromMe, sender), sentAt.Value),
    };
}
