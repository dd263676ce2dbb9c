using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Protobuf;

namespace WhatsAppKit.Core.Session.Fanout;

/// <summary>The copy of a message that our own other devices get: it tells them whom the message went to.</summary>
internal static class DeviceSent
{
    public static Message Wrap(Jid chat, Message content) =>
        new()
        {
            DeviceSentMessage = new Message.Types.DeviceSentMessage { DestinationJid = chat.ToString(), Message = content },
            MessageContextInfo = content.MessageContextInfo,
        };
}
