using Google.Protobuf.Reflection;
using WhatsAppKit.Core.Protobuf;
using static WhatsAppKit.Core.Protobuf.Message.Types;

namespace WhatsAppKit.Core.Session.Fanout;

/// <summary>Messages stand inside other messages, to be passed over by programs that do not know the outer kind.</summary>
internal static class MessageWrappers
{
    private const int MaxDepth = 8;

    private static readonly FieldDescriptor[] Fields =
        [.. Message.Descriptor.Fields.InDeclarationOrder().Where(field => field.FieldType == FieldType.Message && field.MessageType == FutureProofMessage.Descriptor)];

    /// <summary>
    /// The innermost message, with the context info of the outermost that has one; what is nested deeper than eight levels stays wrapped.
    /// </summary>
    public static Message Unwrap(Message message)
    {
        var inner = message;
        for (var depth = 0; depth < MaxDepth && Inside(inner) is { } next; depth++)
        {
            if (next.MessageContextInfo is null && inner.MessageContextInfo is { } info)
            {
                next = new Message(next) { MessageContextInfo = info };
            }

            inner = next;
        }

        return inner;
    }

    private static Message? Inside(Message message)
    {
        foreach (var field in Fields)
        {
            if (field.Accessor.GetValue(message) is FutureProofMessage { Message: { } inner })
            {
                return inner;
            }
        }

        return null;
    }
}
