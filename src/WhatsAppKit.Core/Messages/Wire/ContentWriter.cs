using WhatsAppKit.Core.Protobuf;

namespace WhatsAppKit.Core.Messages;

/// <summary>Writes content as the protobuf message that carries it.</summary>
internal static class ContentWriter
{
    /// <exception cref="ArgumentException">The content is not valid, or of a kind that cannot be sent.</exception>
    public static Message Write(MessageContent content) => content switch
    {
        TextContent text => TextWire.Write(text),
        MediaContent media => MediaWire.Write(media),
        LocationContent location => new Message { LocationMessage = PlaceWire.Write(location) },
        LiveLocationContent live => PlaceWire.Write(live),
        ContactsContent contacts => ContactsWire.Write(contacts),
        PollContent poll => PollWire.Write(poll),
        EventContent appointment => EventWire.Write(appointment),
        GroupInviteContent invite => InviteWire.Write(invite),
        ChannelAdminInviteContent invite => InviteWire.Write(invite),
        PhoneNumberRequestContent => new Message { RequestPhoneNumberMessage = new Message.Types.RequestPhoneNumberMessage() },
        AlbumContent album => AlbumWire.Write(album),
        InteractiveReplyContent reply => InteractiveWire.Write(reply),
        null => throw new ArgumentNullException(nameof(content)),
        _ => throw new ArgumentException($"Content of the kind {content.GetType().Name} can only be received.", nameof(content)),
    };
}
