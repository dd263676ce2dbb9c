using Google.Protobuf;
using WhatsAppKit.Core.Protobuf;

namespace WhatsAppKit.Core.Messages;

/// <summary>Reads content from an unwrapped protobuf message. What a peer writes there never makes it throw.</summary>
internal static class ContentReader
{
    // A second kind of sender key, which carries no content either.
    private const int FastRatchetSenderKey = 15;

    /// <summary>The content; null when the message carries none, such as a bare sender key.</summary>
    public static MessageContent? Read(Message message) =>
        TextWire.Read(message)
        ?? MediaWire.Read(message)
        ?? PlaceWire.Read(message)
        ?? ContactsWire.Read(message)
        ?? PollWire.Read(message)
        ?? EventWire.Read(message)
        ?? InviteWire.Read(message)
        ?? AlbumWire.Read(message)
        ?? InteractiveWire.Read(message)
        ?? (message.RequestPhoneNumberMessage is null ? Unsupported(message) : new PhoneNumberRequestContent());

    private static UnsupportedContent? Unsupported(Message message)
    {
        foreach (var field in Message.Descriptor.Fields.InFieldNumberOrder())
        {
            if (field.FieldNumber is not (Message.SenderKeyDistributionMessageFieldNumber or Message.MessageContextInfoFieldNumber)
                && field.Accessor.HasValue(message))
            {
                return new UnsupportedContent(field.JsonName);
            }
        }

        return UnknownField(message) is { } number ? new UnsupportedContent(number) : null;
    }

    /// <summary>The number of the first field that this library's schema does not have.</summary>
    private static string? UnknownField(Message message)
    {
        var input = new CodedInputStream(message.ToByteArray());
        while (input.ReadTag() is var tag and not 0)
        {
            var number = WireFormat.GetTagFieldNumber(tag);
            if (number != FastRatchetSenderKey && Message.Descriptor.FindFieldByNumber(number) is null)
            {
                return number.ToString(System.Globalization.CultureInfo.InvariantCulture);
            }

            input.SkipLastField();
        }

        return null;
    }
}
