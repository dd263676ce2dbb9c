using Google.Protobuf;
using WhatsAppKit.Core.Media;
using WhatsAppKit.Core.Protobuf;
using static WhatsAppKit.Core.Protobuf.Message.Types;

namespace WhatsAppKit.Core.Messages;

/// <summary>Files on the wire. The message's field, not the MIME type, says which kind of file it is.</summary>
internal static class MediaWire
{
    public static Message Write(MediaContent content)
    {
        Check(content);
        return content switch
        {
            ImageContent image => Wrap(image, new Message { ImageMessage = Image(image) }),
            VideoContent { IsNote: true } note => Wrap(note, new Message { PtvMessage = Video(note) }),
            VideoContent video => Wrap(video, new Message { VideoMessage = Video(video) }),
            AudioContent audio => Wrap(audio, new Message { AudioMessage = Audio(audio) }),
            DocumentContent document => Wrap(document, new Message { DocumentMessage = Document(document) }),
            StickerContent sticker => Wrap(sticker, new Message { StickerMessage = Sticker(sticker) }),
            _ => throw new ArgumentException("The kind of file is not known.", nameof(content)),
        };
    }

    public static MediaContent? Read(Message message) =>
        message.ImageMessage is { } image ? Read(image)
        : message.VideoMessage is { } video ? Read(video, isNote: false)
        : message.PtvMessage is { } note ? Read(note, isNote: true)
        : message.AudioMessage is { } audio ? Read(audio)
        : message.DocumentMessage is { } document ? Read(document)
        : message.StickerMessage is { } sticker ? Read(sticker)
        : null;

    public static ByteString Thumbnail(ReadOnlyMemory<byte> picture) =>
        picture.Length <= MediaContent.MaxThumbnailLength
            ? ByteString.CopyFrom(picture.Span)
            : throw new ArgumentException($"A thumbnail has at most {MediaContent.MaxThumbnailLength} bytes.", nameof(picture));

    /// <summary>Optional bytes; none at all compare equal to none.</summary>
    public static ReadOnlyMemory<byte> Bytes(ByteString bytes) => bytes.IsEmpty ? default : bytes.Memory;

    private static void Check(MediaContent content)
    {
        var kind = content switch
        {
            ImageContent => MediaKind.Image,
            VideoContent => MediaKind.Video,
            AudioContent => MediaKind.Audio,
            DocumentContent => MediaKind.Document,
            _ => MediaKind.Sticker,
        };
        if (content.File.Kind != kind)
        {
            throw new ArgumentException($"The file was uploaded as {content.File.Kind}, not as {kind}.", nameof(content));
        }

        if (content is DocumentContent or StickerContent && content.IsViewOnce)
        {
            throw new ArgumentException("Only pictures, videos and sound can be for one view.", nameof(content));
        }

        if (content is AudioContent or StickerContent or VideoContent { IsNote: true } && content.Caption is not null)
        {
            throw new ArgumentException("Sound, stickers and video notes have no caption.", nameof(content));
        }
    }

    /// <summary>Official clients put what is for one view, and a document with a caption, inside another message.</summary>
    private static Message Wrap(MediaContent content, Message message)
    {
        var inner = new FutureProofMessage { Message = message };
        return content switch
        {
            AudioContent { IsViewOnce: true } => new Message { ViewOnceMessageV2Extension = inner },
            { IsViewOnce: true } => new Message { ViewOnceMessageV2 = inner },
            DocumentContent { Caption: not null } => new Message { DocumentWithCaptionMessage = inner },
            StickerContent { IsLottie: true } => new Message { LottieStickerMessage = inner },
            _ => message,
        };
    }

    private static ImageMessage Image(ImageContent content)
    {
        var image = FileFields.Write(new ImageMessage(), content.File, "image/jpeg");
        if (content.Caption is { } caption)
        {
            image.Caption = caption;
        }

        if (content.Width > 0 && content.Height > 0)
        {
            (image.Width, image.Height) = ((uint)content.Width, (uint)content.Height);
        }

        if (!content.Thumbnail.IsEmpty)
        {
            image.JpegThumbnail = Thumbnail(content.Thumbnail);
        }

        if (content.IsViewOnce)
        {
            image.ViewOnce = true;
        }

        return image;
    }

    private static VideoMessage Video(VideoContent content)
    {
        var video = FileFields.Write(new VideoMessage(), content.File, "video/mp4");
        if (content.Caption is { } caption)
        {
            video.Caption = caption;
        }

        if (content.Width > 0 && content.Height > 0)
        {
            (video.Width, video.Height) = ((uint)content.Width, (uint)content.Height);
        }

        if (!content.Thumbnail.IsEmpty)
        {
            video.JpegThumbnail = Thumbnail(content.Thumbnail);
        }

        if (content.Duration > TimeSpan.Zero)
        {
            video.Seconds = WireNumbers.Seconds(content.Duration);
        }

        if (content.IsGif)
        {
            video.GifPlayback = true;
        }

        if (content.IsViewOnce)
        {
            video.ViewOnce = true;
        }

        return video;
    }

    private static AudioMessage Audio(AudioContent content)
    {
        var audio = FileFields.Write(new AudioMessage(), content.File, content.IsVoice ? "audio/ogg; codecs=opus" : "audio/mp4");
        if (content.Duration > TimeSpan.Zero)
        {
            audio.Seconds = WireNumbers.Seconds(content.Duration);
        }

        if (content.IsVoice)
        {
            audio.Ptt = true;
        }

        if (!content.Waveform.IsEmpty)
        {
            audio.Waveform = ByteString.CopyFrom(content.Waveform.Span);
        }

        if (content.BackgroundArgb is { } background)
        {
            audio.BackgroundArgb = background;
        }

        if (content.IsViewOnce)
        {
            audio.ViewOnce = true;
        }

        return audio;
    }

    private static DocumentMessage Document(DocumentContent content)
    {
        var document = FileFields.Write(new DocumentMessage(), content.File, "application/octet-stream");
        if (content.Caption is { } caption)
        {
            document.Caption = caption;
        }

        if (content.FileName is { } name)
        {
            document.FileName = name;
        }

        if (content.Title is { } title)
        {
            document.Title = title;
        }

        if (content.PageCount > 0)
        {
            document.PageCount = (uint)content.PageCount;
        }

        if (!content.Thumbnail.IsEmpty)
        {
            document.JpegThumbnail = Thumbnail(content.Thumbnail);
        }

        return document;
    }

    private static StickerMessage Sticker(StickerContent content)
    {
        var sticker = FileFields.Write(new StickerMessage { IsAnimated = content.IsAnimated }, content.File, "image/webp");
        if (content.Width > 0 && content.Height > 0)
        {
            (sticker.Width, sticker.Height) = ((uint)content.Width, (uint)content.Height);
        }

        if (!content.Thumbnail.IsEmpty)
        {
            sticker.PngThumbnail = Thumbnail(content.Thumbnail);
        }

        if (content.IsLottie)
        {
            sticker.IsLottie = true;
        }

        return sticker;
    }

    private static ImageContent Read(ImageMessage image) => new(FileFields.Read(image, MediaKind.Image))
    {
        Caption = image.HasCaption ? image.Caption : null,
        Width = WireNumbers.Count(image.Width),
        Height = WireNumbers.Count(image.Height),
        Thumbnail = Bytes(image.JpegThumbnail),
        IsViewOnce = image.ViewOnce,
    };

    private static VideoContent Read(VideoMessage video, bool isNote) => new(FileFields.Read(video, MediaKind.Video))
    {
        Caption = video.HasCaption ? video.Caption : null,
        Width = WireNumbers.Count(video.Width),
        Height = WireNumbers.Count(video.Height),
        Duration = WireNumbers.Duration(video.Seconds),
        Thumbnail = Bytes(video.JpegThumbnail),
        IsGif = video.GifPlayback,
        IsNote = isNote,
        IsViewOnce = video.ViewOnce,
    };

    private static AudioContent Read(AudioMessage audio) => new(FileFields.Read(audio, MediaKind.Audio))
    {
        Duration = WireNumbers.Duration(audio.Seconds),
        IsVoice = audio.Ptt,
        Waveform = Bytes(audio.Waveform),
        BackgroundArgb = audio.HasBackgroundArgb ? audio.BackgroundArgb : null,
        IsViewOnce = audio.ViewOnce,
    };

    private static DocumentContent Read(DocumentMessage document) => new(FileFields.Read(document, MediaKind.Document))
    {
        Caption = document.HasCaption ? document.Caption : null,
        FileName = document.HasFileName ? document.FileName : null,
        Title = document.HasTitle ? document.Title : null,
        PageCount = WireNumbers.Count(document.PageCount),
        Thumbnail = Bytes(document.JpegThumbnail),
    };

    private static StickerContent Read(StickerMessage sticker) => new(FileFields.Read(sticker, MediaKind.Sticker))
    {
        Width = WireNumbers.Count(sticker.Width),
        Height = WireNumbers.Count(sticker.Height),
        Thumbnail = Bytes(sticker.PngThumbnail),
        IsAnimated = sticker.IsAnimated,
        IsLottie = sticker.IsLottie,
    };
}
