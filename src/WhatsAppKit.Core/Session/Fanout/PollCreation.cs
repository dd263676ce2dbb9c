using WhatsAppKit.Core.Protobuf;
using static WhatsAppKit.Core.Protobuf.Message.Types;

namespace WhatsAppKit.Core.Session.Fanout;

/// <summary>The poll in a message: five versions of the field, which are read alike.</summary>
internal static class PollCreation
{
    public static PollCreationMessage? Of(Message message) =>
        message.PollCreationMessage ?? message.PollCreationMessageV2 ?? message.PollCreationMessageV3
        ?? message.PollCreationMessageV5 ?? message.PollCreationMessageV6;
}
