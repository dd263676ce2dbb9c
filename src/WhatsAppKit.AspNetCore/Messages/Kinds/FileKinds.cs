using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.Media;
using WhatsAppKit.Contracts.Messages;
using WhatsAppKit.Core.Media;
using WhatsAppKit.Core.Messages;

namespace WhatsAppKit.AspNetCore.Messages.Kinds;

internal sealed class ImageKind(StoredMessages rows, MediaStore store, MediaFetcher fetcher) : MediaKind<SendImageRequest>(rows, store, fetcher)
{
    public override string Name => "image";

    protected override MediaKind FileKind => MediaKind.Image;

    protected override bool Takes(string type) => MimeTypes.Family(type) == "image";

    protected override string? AlbumOf(SendImageRequest request) => request.AlbumId;

    protected override MessageContent Content(SendImageRequest request, MediaFile file, MediaFacts facts) => new ImageContent(file)
    {
        Caption = Fields.Optional(request.Caption, "caption", Fields.MaxCaption),
        IsViewOnce = request.ViewOnce ?? false,
        Width = facts.Thumbnail?.OriginalWidth ?? 0,
        Height = facts.Thumbnail?.OriginalHeight ?? 0,
        Thumbnail = facts.Picture,
    };
}

internal sealed class VideoKind(StoredMessages rows, MediaStore store, MediaFetcher fetcher) : MediaKind<SendVideoRequest>(rows, store, fetcher)
{
    private const int MaxPixels = 32_768;

    public override string Name => "video";

    protected override MediaKind FileKind => MediaKind.Video;

    protected override bool Takes(string type) => MimeTypes.Family(type) == "video";

    protected override string? AlbumOf(SendVideoRequest request) => request.AlbumId;

    protected override MessageContent Content(SendVideoRequest request, MediaFile file, MediaFacts facts)
    {
        var isNote = request.IsNote ?? false;
        return isNote && request.Caption is not null
            ? throw GatewayException.Invalid("caption", "A video note has no caption.")
            : new VideoContent(file)
            {
                Caption = Fields.Optional(request.Caption, "caption", Fields.MaxCaption),
                IsViewOnce = request.ViewOnce ?? false,
                IsGif = request.IsGif ?? false,
                IsNote = isNote,
                Width = Fields.Number(request.Width, "width", 0, MaxPixels, 0),
                Height = Fields.Number(request.Height, "height", 0, MaxPixels, 0),
                Duration = facts.Length(Durations.Checked(request.DurationSeconds)),
            };
    }
}

internal sealed class AudioKind(StoredMessages rows, MediaStore store, MediaFetcher fetcher) : MediaKind<SendAudioRequest>(rows, store, fetcher)
{
    public override string Name => "audio";

    protected override MediaKind FileKind => MediaKind.Audio;

    protected override bool Takes(string type) => MimeTypes.Family(type) == "audio";

    protected override MessageContent Content(SendAudioRequest request, MediaFile file, MediaFacts facts) =>
        new AudioContent(file) { Duration = facts.Length(Durations.Checked(request.DurationSeconds)) };
}

internal sealed class VoiceKind(StoredMessages rows, MediaStore store, MediaFetcher fetcher) : MediaKind<SendVoiceRequest>(rows, store, fetcher)
{
    // The one form that clients play as a voice message.
    private const string Opus = "audio/ogg; codecs=opus";

    public override string Name => "voice";

    protected override MediaKind FileKind => MediaKind.Audio;

    protected override bool Takes(string type) => type.StartsWith("audio/ogg", StringComparison.OrdinalIgnoreCase);

    protected override string WireType(string type) => Opus;

    protected override MessageContent Content(SendVoiceRequest request, MediaFile file, MediaFacts facts) => new AudioContent(file)
    {
        IsVoice = true,
        Duration = facts.Length(Durations.Checked(request.DurationSeconds)),
        IsViewOnce = request.ViewOnce ?? false,
        BackgroundArgb = Fields.Color(request.BackgroundColor, "backgroundColor"),
        Waveform = Bars(request.Waveform),
    };

    private static ReadOnlyMemory<byte> Bars(IReadOnlyList<int>? bars) => bars is null ? default
        : bars.Count == Waveform.Length && bars.All(bar => bar is >= 0 and <= 100) ? bars.Select(bar => (byte)bar).ToArray()
        : throw GatewayException.Invalid("waveform", $"{Waveform.Length} numbers from 0 to 100 are needed.");
}

internal sealed class DocumentKind(StoredMessages rows, MediaStore store, MediaFetcher fetcher) : MediaKind<SendDocumentRequest>(rows, store, fetcher)
{
    private const int MaxPages = 1_000_000;

    public override string Name => "document";

    protected override MediaKind FileKind => MediaKind.Document;

    protected override bool Takes(string type) => true;

    protected override MessageContent Content(SendDocumentRequest request, MediaFile file, MediaFacts facts) => new DocumentContent(file)
    {
        Caption = Fields.Optional(request.Caption, "caption", Fields.MaxCaption),
        FileName = FileNames.Clean(Fields.Optional(request.FileName, "fileName")) ?? facts.FileName ?? Name,
        Title = Fields.Optional(request.Title, "title"),
        PageCount = Fields.Number(request.PageCount, "pageCount", 0, MaxPages, 0),
    };
}

internal sealed class StickerKind(StoredMessages rows, MediaStore store, MediaFetcher fetcher) : MediaKind<SendStickerRequest>(rows, store, fetcher)
{
    // Stickers of all clients are that large.
    private const int Pixels = 512;

    public override string Name => "sticker";

    protected override MediaKind FileKind => MediaKind.Sticker;

    protected override bool Takes(string type) => type.Equals("image/webp", StringComparison.OrdinalIgnoreCase);

    protected override MessageContent Content(SendStickerRequest request, MediaFile file, MediaFacts facts) => new StickerContent(file)
    {
        IsAnimated = request.IsAnimated ?? false,
        Width = facts.Thumbnail?.OriginalWidth ?? Pixels,
        Height = facts.Thumbnail?.OriginalHeight ?? Pixels,
    };
}

internal static class Durations
{
    private const int MaxSeconds = 604_800;

    public static int? Checked(int? seconds) => Fields.Optional(seconds, "durationSeconds", 0, MaxSeconds);
}
