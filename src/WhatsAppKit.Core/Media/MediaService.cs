using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using WhatsAppKit.Core.Media.Encryption;
using WhatsAppKit.Core.Media.Hosts;
using WhatsAppKit.Core.Media.Reupload;
using WhatsAppKit.Core.Media.Transfer;
using WhatsAppKit.Core.Session;
using WhatsAppKit.Core.Session.Notifications;
using WhatsAppKit.Core.Session.State;

namespace WhatsAppKit.Core.Media;

/// <summary>Uploads and downloads the files of messages, encrypted for their readers. Memory use does not grow with a file.</summary>
public sealed class MediaService
{
    private readonly MediaOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly MediaConnectionCache _connections;
    private readonly MediaUploader _uploader;
    private readonly MediaDownloader _downloader;
    private readonly ReuploadRequester _reuploads;

    internal MediaService(
        IWhatsAppSession session, DeviceState state, NotificationHandler notifications, MediaOptions options, TimeProvider time, ILogger logger)
    {
        _options = options;
        _time = time;
        _logger = logger;
        _connections = new MediaConnectionCache(session, time);
        var http = new MediaHttp(SharedHandlers.For(options));
        var walk = new HostWalk(_connections, time, logger);
        _uploader = new MediaUploader(http, walk, options, time);
        _downloader = new MediaDownloader(http, walk, options, time);
        _reuploads = new ReuploadRequester(session, state, options, time, logger);
        notifications.Handle("mediaretry", (notification, token) => _reuploads.HandleAsync(notification, token).AsTask());
    }

    /// <summary>Encrypts a file with a fresh key and uploads it.</summary>
    /// <param name="content">The file, read once from its position to its end; its length need not be known.</param>
    /// <param name="kind">What the file is.</param>
    /// <param name="mimeType">The MIME type to note in the result.</param>
    /// <param name="progress">Told how many bytes of the encrypted file were sent; begins anew when an attempt is repeated.</param>
    /// <param name="cancellationToken">Stops the upload.</param>
    /// <returns>What a message must carry so that its readers can fetch and open the file.</returns>
    /// <exception cref="MediaTooLargeException">The file exceeds <see cref="MediaOptions.MaxUploadBytes"/>, or the server's limit.</exception>
    /// <exception cref="MediaUploadException">No host took the file.</exception>
    /// <exception cref="WhatsAppNotConnectedException">There is no connection.</exception>
    public Task<MediaFile> UploadAsync(
        Stream content, MediaKind kind, string? mimeType = null, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        CheckUpload(content);
        var key = RandomNumberGenerator.GetBytes(MediaKeys.SecretLength);
        return PostAsync(
            () => PreparedUpload.SealAsync(content, kind, key, _options, _time.GetUtcNow(), cancellationToken),
            (upload, connection, host) => MediaAddress.Upload(host, kind, upload.FileEncSha256.Span, connection.Auth),
            mimeType,
            progress,
            cancellationToken);
    }

    /// <summary>Uploads a file for a channel: not encrypted, since everyone may read it.</summary>
    /// <inheritdoc cref="UploadAsync"/>
    public Task<MediaFile> UploadToChannelAsync(
        Stream content, MediaKind kind, string? mimeType = null, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        CheckUpload(content);
        return PostAsync(
            () => PreparedUpload.CopyAsync(content, kind, _options, cancellationToken),
            (upload, connection, host) => MediaAddress.ChannelUpload(host, kind, upload.FileSha256.Span, connection.Auth),
            mimeType,
            progress,
            cancellationToken);
    }

    /// <summary>Uploads the picture of a product: not encrypted, since all customers may see it.</summary>
    internal async Task<Uri> UploadProductImageAsync(Stream image, CancellationToken cancellationToken)
    {
        CheckUpload(image);
        var file = await PostAsync(
            () => PreparedUpload.CopyAsync(image, MediaKind.Image, _options, cancellationToken),
            (upload, connection, host) => MediaAddress.ProductUpload(host, upload.FileSha256.Span, connection.Auth),
            null,
            null,
            cancellationToken).ConfigureAwait(false);
        return MediaAddress.Public(file.DirectPath);
    }

    /// <summary>
    /// Makes a thumbnail with <see cref="MediaOptions.Thumbnailer"/> and puts the stream back to where it was; null when none
    /// is set, when the stream cannot seek, or when the thumbnailer makes none of this file.
    /// </summary>
    /// <param name="content">The file.</param>
    /// <param name="kind">What the file is.</param>
    /// <param name="width">The wanted width in pixels.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<Thumbnail?> CreateThumbnailAsync(Stream content, MediaKind kind, int width, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(content);
        if (_options.Thumbnailer is not { } thumbnailer || !content.CanSeek)
        {
            return null;
        }

        var start = content.Position;
        try
        {
            return await thumbnailer.CreateAsync(content, kind, width, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            content.Position = start;
        }
    }

    /// <summary>
    /// Downloads a file. Nothing is written to <paramref name="destination"/> before every check has passed: hashes, MAC,
    /// padding and length. A failure of the destination itself may leave a part of the file in it.
    /// </summary>
    /// <param name="file">The file, as a message names it.</param>
    /// <param name="destination">Takes the decrypted file.</param>
    /// <param name="cancellationToken">Stops the download.</param>
    /// <exception cref="MediaUnavailableException">The file cannot be had; the exception says whether a re-upload may help.</exception>
    /// <exception cref="MediaCorruptException">The bytes are not the file that was named.</exception>
    /// <exception cref="MediaTooLargeException">The file exceeds <see cref="MediaOptions.MaxDownloadBytes"/>.</exception>
    public async Task DownloadAsync(MediaFile file, Stream destination, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(destination);
        var content = await OpenReadAsync(file, cancellationToken).ConfigureAwait(false);
        await using (content.ConfigureAwait(false))
        {
            await content.CopyToAsync(destination, MediaFormat.ChunkLength, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Downloads and checks a file, and opens it for reading; the stream can seek, and what it stands on is gone when it is disposed.</summary>
    /// <inheritdoc cref="DownloadAsync"/>
    public async Task<Stream> OpenReadAsync(MediaFile file, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(file);
        DownloadLimits.Check(file, _options);
        var connection = await DownloadHostsAsync(cancellationToken).ConfigureAwait(false);
        using var sink = await _downloader.FetchAsync(
            file, connection, null, DownloadLimits.StoredLength(file, _options), () => new VerifyingSink(file, _options), cancellationToken).ConfigureAwait(false);
        return sink.Open();
    }

    /// <summary>
    /// Downloads the bytes from <paramref name="start"/> up to, not including, <paramref name="end"/>. Without a sidecar they are
    /// <b>not authenticated</b>: whoever controls the host can change them. With one, every 64 KiB are checked before they are written.
    /// </summary>
    /// <param name="file">The file, as a message names it.</param>
    /// <param name="start">The first byte, from 0.</param>
    /// <param name="end">The byte after the last; cut to the file's length.</param>
    /// <param name="destination">Takes the decrypted bytes.</param>
    /// <param name="sidecar">The streaming sidecar that the message carries (<see cref="MediaFile.StreamingSidecar"/>), or nothing.</param>
    /// <param name="cancellationToken">Stops the download.</param>
    /// <inheritdoc cref="DownloadAsync"/>
    public async Task DownloadRangeAsync(
        MediaFile file, long start, long end, Stream destination, ReadOnlyMemory<byte> sidecar = default, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(destination);
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfLessThan(end, start);
        DownloadLimits.Check(file, _options);
        end = Math.Min(end, file.Length == MediaFile.UnknownLength ? _options.MaxDownloadBytes : file.Length);
        if (start >= end)
        {
            return;
        }

        var plan = DownloadLimits.Plan(file, start, end, sidecar.Length);
        var connection = await DownloadHostsAsync(cancellationToken).ConfigureAwait(false);
        using var part = await _downloader.FetchAsync(
            file, connection, (plan.From, plan.To), plan.To - plan.From + 1, () => new SpoolingSink(_options), cancellationToken).ConfigureAwait(false);
        if (!file.IsEncrypted)
        {
            await part.Content.CopyToAsync(destination, cancellationToken).ConfigureAwait(false);
            return;
        }

        using var keys = MediaKeys.Derive(file.MediaKey.Span, file.Kind);
        await RangeOpener.WriteAsync(part.Content, plan, keys, sidecar, destination, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Asks the account's phone to upload a file again that the hosts do not have any more. The phone must be online.</summary>
    /// <param name="request">The message and its file.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The file with its new address; key and hashes are the same.</returns>
    /// <exception cref="MediaReuploadException">The phone could not, or did not answer within <see cref="MediaOptions.ReuploadTimeout"/>.</exception>
    /// <exception cref="WhatsAppNotConnectedException">There is no connection.</exception>
    public Task<MediaFile> RequestReuploadAsync(MediaReuploadRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.File.MediaKey.Length == MediaKeys.SecretLength && request.MessageId.Length > 0
            ? _reuploads.AskAsync(request, cancellationToken)
            : throw new ArgumentException("Only a message with an encrypted file can be asked for.", nameof(request));
    }

    /// <summary>Fetches a picture that is not encrypted and has no hash to check, whole into memory; only from hosts that files come from.</summary>
    internal async Task<byte[]> FetchPictureAsync(string url, int maxBytes, CancellationToken cancellationToken)
    {
        var file = new MediaFile { Kind = MediaKind.Image, Url = url, DirectPath = "", FileSha256 = default, Length = MediaFile.UnknownLength };
        var connection = await DownloadHostsAsync(cancellationToken).ConfigureAwait(false);
        using var fetched = await _downloader.FetchAsync(
            file, connection, null, maxBytes, () => new SpoolingSink(_options), cancellationToken).ConfigureAwait(false);
        using var content = new MemoryStream();
        await fetched.Content.CopyToAsync(content, cancellationToken).ConfigureAwait(false);
        return content.ToArray();
    }

    private async Task<MediaFile> PostAsync(
        Func<Task<PreparedUpload>> prepare,
        Func<MediaFile, MediaConnection, MediaHost, Uri> address,
        string? mimeType,
        IProgress<long>? progress,
        CancellationToken cancellationToken)
    {
        // Asked first: without a connection there is no use in encrypting.
        await _connections.GetAsync(cancellationToken).ConfigureAwait(false);
        using var upload = await prepare().ConfigureAwait(false);
        var connection = await _connections.GetAsync(cancellationToken).ConfigureAwait(false);
        var answer = await _uploader.PostAsync(
            upload.Content, connection, (current, host) => address(upload.File, current, host), progress, cancellationToken).ConfigureAwait(false);
        return upload.File with { Url = answer.Url, DirectPath = answer.DirectPath, MimeType = mimeType, Handle = answer.Handle };
    }

    /// <summary>The connection's hosts, and WhatsApp's own while there is no connection.</summary>
    private async Task<MediaConnection> DownloadHostsAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _connections.GetAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (WhatsAppNotConnectedException)
        {
            MediaLog.NoConnection(_logger);
            return MediaConnection.None;
        }
    }

    private void CheckUpload(Stream content)
    {
        ArgumentNullException.ThrowIfNull(content);
        if (content.CanSeek && content.Length - content.Position > _options.MaxUploadBytes)
        {
            throw new MediaTooLargeException($"more than {_options.MaxUploadBytes} bytes", _options.MaxUploadBytes);
        }
    }
}
