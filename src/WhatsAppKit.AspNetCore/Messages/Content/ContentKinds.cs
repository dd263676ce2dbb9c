using WhatsAppKit.Core.Messages;

namespace WhatsAppKit.AspNetCore.Messages.Content;

/// <summary>The names of content: of its type where it is stored, and of its kind where people see it.</summary>
internal static class ContentKinds
{
    /// <summary>The stored name of each type.</summary>
    public static IReadOnlyDictionary<Type, string> Types { get; } = new Dictionary<Type, string>
    {
        [typeof(TextContent)] = "text",
        [typeof(ImageContent)] = "image",
        [typeof(VideoContent)] = "video",
        [typeof(AudioContent)] = "audio",
        [typeof(DocumentContent)] = "document",
        [typeof(StickerContent)] = "sticker",
        [typeof(LocationContent)] = "location",
        [typeof(LiveLocationContent)] = "live-location",
        [typeof(ContactsContent)] = "contacts",
        [typeof(PollContent)] = "poll",
        [typeof(EventContent)] = "event",
        [typeof(GroupInviteContent)] = "group-invite",
        [typeof(ChannelAdminInviteContent)] = "channel-invite",
        [typeof(PhoneNumberRequestContent)] = "phone-number-request",
        [typeof(AlbumContent)] = "album",
        [typeof(InteractiveContent)] = "interactive",
        [typeof(InteractiveReplyContent)] = "choice",
        [typeof(UnsupportedContent)] = "unsupported",
    };

    /// <summary>The kind of a message with that content.</summary>
    public static string Of(MessageContent content) => content switch
    {
        AudioContent { IsVoice: true } => "voice",
        ContactsContent { Contacts.Count: 1 } => "contact",
        _ => Types.GetValueOrDefault(content.GetType(), "unsupported"),
    };

    /// <summary>What content says in words; null when it has none.</summary>
    public static string? TextOf(MessageContent content) => content switch
    {
        TextContent text => text.Text,
        MediaContent media => media.Caption,
        LocationContent place => place.Name,
        LiveLocationContent place => place.Caption,
        PollContent poll => poll.Question,
        EventContent appointment => appointment.Name,
        GroupInviteContent invite => invite.Caption,
        ChannelAdminInviteContent invite => invite.Caption,
        InteractiveContent choices => choices.Text,
        InteractiveReplyContent choice => choice.Text,
        _ => null,
    };
}
