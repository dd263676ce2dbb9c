using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.Contracts.Channels;
using WhatsAppKit.Core.Channels;
using WhatsAppKit.Core.Messages;

namespace WhatsAppKit.AspNetCore.Channels;

/// <summary>Channels as the API tells of them.</summary>
internal static class ChannelMapping
{
    public static ChannelResponse ToResponse(this Channel channel) => new(
        channel.Jid.ToString(),
        channel.Name,
        channel.Description,
        channel.InviteCode is { } code ? "https://whatsapp.com/channel/" + code : null,
        channel.Followers,
        channel.IsVerified,
        Words.Of(channel.Role),
        channel.IsMuted,
        Words.Of(channel.State),
        channel.CreatedAt);

    public static ChannelPageResponse ToResponse(this ChannelPage page) => new([.. page.Channels.Select(channel => channel.ToResponse())], page.NextCursor);

    public static ChannelMessageResponse ToResponse(this ChannelMessage message) => new(
        message.Reference.Id,
        message.Reference.ServerId,
        (message.Content as TextContent)?.Text,
        message.SentAt,
        message.Views,
        [.. message.Reactions.Select(reaction => new ChannelReactionResponse(reaction.Emoji, reaction.Count))]);
}
