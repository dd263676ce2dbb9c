using Google.Protobuf;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Media;
using WhatsAppKit.Core.Protobuf;
using static WhatsAppKit.Core.Protobuf.Message.Types;

namespace WhatsAppKit.Core.Messages;

/// <summary>Text on the wire: <c>conversation</c> or <c>extendedTextMessage</c>.</summary>
internal static class TextWire
{
    public static Message Write(TextContent content)
    {
        ArgumentException.ThrowIfNullOrEmpty(content.Text);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(content.Text.Length, MessageService.MaxTextLength);
        var text = new ExtendedTextMessage { Text = content.Text };
        if (content.Preview is { } preview)
        {
            Write(text, preview);
        }

        if (content.Style is { } style)
        {
            text.BackgroundArgb = style.BackgroundArgb;
            text.Font = (ExtendedTextMessage.Types.FontType)style.Font;
            if (style.TextArgb is { } color)
            {
                text.TextArgb = color;
            }
        }

        return new Message { ExtendedTextMessage = text };
    }

    public static TextContent? Read(Message message)
    {
        if (message.HasConversation)
        {
            return new TextContent(message.Conversation);
        }

        if (message.ExtendedTextMessage is not { } text)
        {
            return null;
        }

        return new TextContent(text.Text)
        {
            Preview = text.HasMatchedText && text.HasTitle ? ReadPreview(text) : null,
            Style = text.HasBackgroundArgb
                ? new TextStyle(text.BackgroundArgb, text.HasTextArgb ? text.TextArgb : null, (int)text.Font)
                : null,
        };
    }

    private static void Write(ExtendedTextMessage text, LinkPreview preview)
    {
        if (!text.Text.Contains(preview.Url, StringComparison.Ordinal))
        {
            throw new ArgumentException("A preview's link must stand in the text.");
        }

        text.MatchedText = preview.Url;
        text.Title = preview.Title ?? "";
        text.PreviewType = ExtendedTextMessage.Types.PreviewType.None;
        if (preview.Description is { } description)
        {
            text.Description = description;
        }

        if (!preview.Thumbnail.IsEmpty)
        {
            text.JpegThumbnail = MediaWire.Thumbnail(preview.Thumbnail);
        }

        if (preview.Picture is { } picture)
        {
            text.ThumbnailDirectPath = picture.DirectPath;
            text.ThumbnailSha256 = ByteString.CopyFrom(picture.FileSha256.Span);
            text.ThumbnailEncSha256 = ByteString.CopyFrom(picture.FileEncSha256.Span);
            text.MediaKey = ByteString.CopyFrom(picture.MediaKey.Span);
            text.MediaKeyTimestamp = picture.KeyTimestamp?.ToUnixTimeSeconds() ?? 0;
            text.ThumbnailHeight = (uint)preview.Height;
            text.ThumbnailWidth = (uint)preview.Width;
        }
    }

    private static LinkPreview ReadPreview(ExtendedTextMessage text) =>
        new(text.MatchedText)
        {
            Title = text.Title,
            Description = text.HasDescription ? text.Description : null,
            Thumbnail = MediaWire.Bytes(text.JpegThumbnail),
            Width = WireNumbers.Count(text.ThumbnailWidth),
            Height = WireNumbers.Count(text.ThumbnailHeight),
            Picture = !text.HasThumbnailDirectPath ? null : new MediaFile
            {
                Kind = MediaKind.LinkThumbnail,
                DirectPath = text.ThumbnailDirectPath,
                MediaKey = text.MediaKey.Memory,
                FileSha256 = text.ThumbnailSha256.Memory,
                FileEncSha256 = text.ThumbnailEncSha256.Memory,
                Length = MediaFile.UnknownLength,
                KeyTimestamp = UnixTime.FromSeconds(text.MediaKeyTimestamp),
            },
        };
}
