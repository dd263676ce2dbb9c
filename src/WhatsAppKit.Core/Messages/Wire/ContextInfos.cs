using Google.Protobuf.Reflection;
using WhatsAppKit.Core.Protobuf;

namespace WhatsAppKit.Core.Messages;

/// <summary>Finds the context info of a message: it sits in the content's own message, under various numbers.</summary>
internal static class ContextInfos
{
    private static readonly (FieldDescriptor Content, FieldDescriptor Info)[] Places =
    [
        .. from field in Message.Descriptor.Fields.InDeclarationOrder()
           where field.FieldType == FieldType.Message && !field.IsRepeated
           from inner in field.MessageType.Fields.InDeclarationOrder()
           where inner.FieldType == FieldType.Message && !inner.IsRepeated && inner.MessageType == ContextInfo.Descriptor
           select (field, inner),
    ];

    public static ContextInfo? Of(Message message)
    {
        foreach (var (content, info) in Places)
        {
            if (content.Accessor.GetValue(message) is Google.Protobuf.IMessage inner)
            {
                return (ContextInfo?)info.Accessor.GetValue(inner);
            }
        }

        return null;
    }

    /// <summary>Puts the context info into the content; false when content of that kind has no place for one.</summary>
    public static bool TrySet(Message message, ContextInfo? value)
    {
        foreach (var (content, info) in Places)
        {
            if (content.Accessor.GetValue(message) is Google.Protobuf.IMessage inner)
            {
                if (value is null)
                {
                    info.Accessor.Clear(inner);
                }
                else
                {
                    info.Accessor.SetValue(inner, value);
                }

                return true;
            }
        }

        return false;
    }
}
