using WhatsAppKit.Core.Protobuf;

namespace WhatsAppKit.Core.Messages;

/// <summary>Albums on the wire.</summary>
internal static class AlbumWire
{
    public static Message Write(AlbumContent content)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(content.Images, nameof(content));
        ArgumentOutOfRangeException.ThrowIfNegative(content.Videos, nameof(content));
        return new Message
        {
            AlbumMessage = new Message.Types.AlbumMessage
            {
                ExpectedImageCount = (uint)content.Images,
                ExpectedVideoCount = (uint)content.Videos,
            },
        };
    }

    public static AlbumContent? Read(Message message) =>
        message.AlbumMessage is { } album
            ? new AlbumContent(WireNumbers.Count(album.ExpectedImageCount), WireNumbers.Count(album.ExpectedVideoCount))
            : null;
}
