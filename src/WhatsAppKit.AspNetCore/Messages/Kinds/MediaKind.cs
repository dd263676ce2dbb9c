using WhatsAppKit.AspNetCore.Auth;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.Media;
using WhatsAppKit.AspNetCore.Persistence;
using WhatsAppKit.Contracts.Messages;
using WhatsAppKit.Core;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Media;
using WhatsAppKit.Core.Messages;

namespace WhatsAppKit.AspNetCore.Messages.Kinds;

/// <summary>
/// A kind with a file. The file waits in the store, named by the row of the message, and is uploaded to WhatsApp when the message is
/// sent; a message that is sent once more uploads it once more.
/// </summary>
internal abstract class MediaKind<TRequest>(StoredMessages rows, MediaStore store, MediaFetcher fetcher) : ContentKind<TRequest>(rows)
    where TRequest : SendMediaRequest
{
    // As wide as the web client makes the thumbnails inside its messages.
    private const int ThumbnailWidth = 32;

    /// <summary>What the file is to WhatsApp.</summary>
    protected abstract MediaKind FileKind { get; }

    public override async Task<MessageDraft> DraftAsync(TenantContext tenant, TRequest request, CancellationToken cancellationToken)
    {
        var media = await store.FindAsync(tenant, request.Media?.Id ?? "", cancellationToken).ConfigureAwait(false)
            ?? throw GatewayException.Invalid("media.id", "The id of a file of this instance is needed.");
        var type = TypeOf(request, media);
        if (!Takes(type))
        {
            throw GatewayException.Invalid("media", $"A file of the type {type} cannot be sent as {Name}.");
        }

        Check(request);
        var content = Content(request, Unsent(media, type), MediaFacts.None with { FileName = NameOf(request, media) });
        return await DraftAsync(tenant, request, content, media.Id, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Whether files of a type can be sent as this kind.</summary>
    protected abstract bool Takes(string type);

    /// <summary>What the message says, with its file.</summary>
    protected abstract MessageContent Content(TRequest request, MediaFile file, MediaFacts facts);

    protected sealed override MessageContent Content(TRequest request) =>
        Content(request, new MediaFile { Kind = FileKind, DirectPath = "", FileSha256 = default, Length = MediaFile.UnknownLength }, MediaFacts.None);

    protected sealed override async Task<SentMessage> SendAsync(
        WhatsAppClient client, QueuedMessage message, QueuedRequest<TRequest> queued, CancellationToken cancellationToken)
    {
        var media = await store.FindAsync(queued.InstanceId, queued.MediaId!, cancellationToken).ConfigureAwait(false)
            ?? throw new ArgumentException("The file was deleted before the message was sent.");
        var content = await UploadAsync(client, message, queued.Request, media, cancellationToken).ConfigureAwait(false);

        // Known to the row before the message leaves: it can be answered and passed on from now on.
        await Rows.SetBodyAsync(queued.InstanceId, message.Id, Body(queued.Request, content), cancellationToken).ConfigureAwait(false);
        return await SendContentAsync(client, message, queued, content, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The type to upload a file as.</summary>
    protected virtual string WireType(string type) => type;

    private static string TypeOf(TRequest request, StoredMedia media) => request.Media!.MimeType is { } claimed
        ? MimeTypes.Parse(claimed) ?? throw GatewayException.Invalid("media.mimeType", "A MIME type such as image/jpeg is needed.")
        : media.MimeType;

    private static string? NameOf(TRequest request, StoredMedia media) => FileNames.Clean(request.Media!.FileName) ?? media.FileName;

    private MediaFile Unsent(StoredMedia media, string type) =>
        new() { Kind = FileKind, DirectPath = "", FileSha256 = default, Length = media.Length, MimeType = type };

    private async Task<MessageContent> UploadAsync(
        WhatsAppClient client, QueuedMessage message, TRequest request, StoredMedia media, CancellationToken cancellationToken)
    {
        var file = await fetcher.OpenAsync(client, media, cancellationToken).ConfigureAwait(false);
        await using var _ = file.ConfigureAwait(false);
        var facts = new MediaFacts(
            await client.Media.CreateThumbnailAsync(file, FileKind, ThumbnailWidth, cancellationToken).ConfigureAwait(false),
            FileKind is MediaKind.Audio or MediaKind.Video ? await MediaDuration.ReadAsync(file, cancellationToken).ConfigureAwait(false) : null,
            NameOf(request, media));
        var type = WireType(TypeOf(request, media));
        var uploaded = message.Chat.Server == JidServer.Newsletter
            ? await client.Media.UploadToChannelAsync(file, FileKind, type, null, cancellationToken).ConfigureAwait(false)
            : await client.Media.UploadAsync(file, FileKind, type, null, cancellationToken).ConfigureAwait(false);
        return Content(request, uploaded, facts);
    }
}

/// <summary>What a file tells about itself.</summary>
/// <param name="Thumbnail">A small picture of it, with its size.</param>
/// <param name="Duration">How long it plays.</param>
/// <param name="FileName">Its name.</param>
internal sealed record MediaFacts(Thumbnail? Thumbnail, TimeSpan? Duration, string? FileName)
{
    public static MediaFacts None { get; } = new(null, null, null);

    public ReadOnlyMemory<byte> Picture => Thumbnail?.Jpeg ?? default;

    /// <summary>The length that was said, else the file's own.</summary>
    public TimeSpan Length(int? seconds) => seconds is { } said ? TimeSpan.FromSeconds(said) : Duration ?? TimeSpan.Zero;
}
