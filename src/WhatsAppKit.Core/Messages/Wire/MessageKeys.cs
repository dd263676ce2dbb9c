using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Protobuf;
using WhatsAppKit.Core.Session.Credentials;

namespace WhatsAppKit.Core.Messages;

/// <summary>References to messages on the wire. A key is written as its sender sees the chat, so a received one is turned round.</summary>
internal static class MessageKeys
{
    public static MessageKey Write(MessageReference reference)
    {
        ArgumentException.ThrowIfNullOrEmpty(reference.Id, nameof(reference));
        var key = new MessageKey { RemoteJid = reference.Chat.ToUser().ToString(), FromMe = reference.FromMe, Id = reference.Id };
        if (!reference.FromMe && reference.Chat.IsManyToMany)
        {
            key.Participant = reference.Sender.ToUser().ToString();
        }

        return key;
    }

    /// <summary>The message a received key means; null when the key names none.</summary>
    public static MessageReference? Read(MessageKey? key, MessageSource source, DeviceCredentials credentials)
    {
        if (key is null || key.Id.Length == 0)
        {
            return null;
        }

        var author = Author(key, source, credentials);
        return author is { } sender ? new MessageReference(source.Chat, key.Id, sender, credentials.IsOwnUser(sender)) : null;
    }

    private static Jid? Author(MessageKey key, MessageSource source, DeviceCredentials credentials)
    {
        var actor = source.Sender.ToUser();
        if (key.FromMe)
        {
            return actor;
        }

        if (Jid.TryParse(key.Participant, out var participant))
        {
            return participant.ToUser();
        }

        if (source.IsManyToMany || source.Chat.Server == JidServer.Newsletter)
        {
            return null;
        }

        // Between two people what is not the writer's own is the other one's.
        return source.FromMe ? source.Chat : (source.Chat.IsLid ? credentials.LidJid ?? credentials.PhoneJid : credentials.PhoneJid)?.ToUser();
    }
}
