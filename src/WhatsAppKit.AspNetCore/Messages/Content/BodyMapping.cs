using WhatsAppKit.AspNetCore.Media;
using WhatsAppKit.Contracts.Messages;
using WhatsAppKit.Core.Media;
using WhatsAppKit.Core.Messages;

namespace WhatsAppKit.AspNetCore.Messages.Content;

/// <summary>What a message says, as answers tell it: neither keys nor addresses of files.</summary>
internal static class BodyMapping
{
    public static MessageBody ToContract(this StoredBody body, string? mediaId) => Of(body.Content, mediaId) with
    {
        Mentions = body.Mentions,
        MentionsEveryone = body.MentionsEveryone,
        ForwardingScore = body.ForwardingScore,
        DisappearsAfterSeconds = body.DisappearsAfterSeconds,
        AlbumId = body.AlbumId,
    };

    private static MessageBody Of(MessageContent content, string? mediaId) => content switch
    {
        TextContent { Preview: { } preview } => new MessageBody { Preview = new LinkPreviewInput { Url = preview.Url, Title = preview.Title, Description = preview.Description } },
        MediaContent media => new MessageBody { Media = Media(media, mediaId) },
        LocationContent place => new MessageBody { Place = Place(place) },
        LiveLocationContent place => new MessageBody { Place = new PlaceBody(Finite(place.Latitude), Finite(place.Longitude), null, null, null, place.AccuracyMeters) },
        ContactsContent contacts => new MessageBody { Contacts = [.. contacts.Contacts.Select(card => new ContactBody(card.DisplayName, card.VCard))] },
        PollContent poll => new MessageBody { Poll = new PollBody(poll.Question, poll.Options, poll.MaxSelections) },
        EventContent appointment => new MessageBody { Event = Event(appointment) },
        GroupInviteContent invite => new MessageBody { Invite = new InviteBody(invite.Group.ToString(), invite.GroupName, invite.Code, invite.ExpiresAt) },
        ChannelAdminInviteContent invite => new MessageBody { Invite = new InviteBody(invite.Channel.ToString(), invite.ChannelName, null, invite.ExpiresAt) },
        AlbumContent album => new MessageBody { Album = new AlbumBody(album.Images, album.Videos) },
        InteractiveContent choices => new MessageBody { Choices = [.. choices.Choices.Select(choice => new ChoiceBody(choice.Id, choice.Label))] },
        InteractiveReplyContent choice => new MessageBody { Choices = [new ChoiceBody(choice.SelectedId, choice.Text)] },
        _ => new MessageBody(),
    };

    private static MediaBody Media(MediaContent media, string? id) => new(
        id,
        media.File.MimeType,
        media.File.Length == MediaFile.UnknownLength ? null : media.File.Length,
        FileNames.Clean((media as DocumentContent)?.FileName),
        Known(media switch { ImageContent image => image.Width, VideoContent video => video.Width, StickerContent sticker => sticker.Width, _ => 0 }),
        Known(media switch { ImageContent image => image.Height, VideoContent video => video.Height, StickerContent sticker => sticker.Height, _ => 0 }),
        Known((int)(media switch { VideoContent video => video.Duration, AudioContent audio => audio.Duration, _ => TimeSpan.Zero }).TotalSeconds),
        Known((media as DocumentContent)?.PageCount ?? 0),
        media.IsViewOnce,
        media is VideoContent { IsGif: true },
        media is VideoContent { IsNote: true },
        media is StickerContent { IsAnimated: true } or StickerContent { IsLottie: true });

    private static PlaceBody Place(LocationContent place) => new(Finite(place.Latitude), Finite(place.Longitude), place.Name, place.Address, place.Url, null);

    private static EventBody Event(EventContent appointment) => new(
        appointment.Name,
        appointment.Start,
        appointment.End,
        appointment.Description,
        appointment.Location is { } place ? Place(place) : null,
        appointment.JoinLink,
        appointment.IsCall,
        appointment.IsCanceled,
        appointment.AllowsExtraGuests);

    private static int? Known(int number) => number > 0 ? number : null;

    // A sender may write what is no number, and JSON has no word for it.
    private static double Finite(double number) => double.IsFinite(number) ? number : 0;
}
