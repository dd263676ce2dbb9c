using Google.Protobuf;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Protobuf;
using WhatsAppKit.Core.Session.Events;
using WhatsAppKit.Core.Session.State;

namespace WhatsAppKit.Core.Messages;

/// <summary>Turns what was decrypted into what the application is told, inside the transaction that opened it.</summary>
internal static class MessageProjector
{
    private const long MaxUnixSeconds = 253402300799;

    public static ValueTask ProjectAsync(
        StateTransaction transaction, BinaryNode stanza, MessageSource source, Message message, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (ToEvent(stanza, source, message) is { } received)
        {
            transaction.Raise(received);
        }

        return ValueTask.CompletedTask;
    }

    private static MessageReceived? ToEvent(BinaryNode stanza, MessageSource source, Message message)
    {
        // Only our own devices may say that we sent something.
        var content = source.FromMe && message.DeviceSentMessage?.Message is { } sent ? sent : message;
        if (stanza["category"] == "peer" || content.ProtocolMessage is not null)
        {
            return null;
        }

        return new MessageReceived
        {
            Id = stanza["id"]!,
            Chat = source.Chat,
            ChatAlternate = source.ChatAlternate,
            Sender = source.Sender.ToUser(),
            FromMe = source.FromMe,
            Text = content.HasConversation ? content.Conversation : content.ExtendedTextMessage?.Text,
            Timestamp = DateTimeOffset.FromUnixTimeSeconds(Math.Clamp(stanza.Number("t") ?? 0, 0, MaxUnixSeconds)),
            PushName = stanza["notify"] is { } name and not "-" ? name : null,
            IsOffline = stanza["offline"] is not null,
            RawContent = content.ToByteArray(),
        };
    }
}
