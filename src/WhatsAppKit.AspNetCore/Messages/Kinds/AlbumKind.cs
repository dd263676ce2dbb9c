using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.Contracts.Messages;
using WhatsAppKit.Core.Messages;

namespace WhatsAppKit.AspNetCore.Messages.Kinds;

/// <summary>Announces an album. Its items are messages of their own, each with a row: what fails is one of them, not all.</summary>
internal sealed class AlbumKind(StoredMessages rows) : ContentKind<SendAlbumRequest>(rows)
{
    private const int MinItems = 2;
    private const int MaxItems = 30;

    public override string Name => "album";

    protected override MessageContent Content(SendAlbumRequest request)
    {
        var images = Fields.Number(request.Images, "images", 0, MaxItems, 0);
        var videos = Fields.Number(request.Videos, "videos", 0, MaxItems, 0);
        return images + videos is >= MinItems and <= MaxItems
            ? new AlbumContent(images, videos)
            : throw GatewayException.Invalid("images", $"An album has {MinItems} to {MaxItems} pictures and videos.");
    }
}
