namespace WhatsAppKit.Core.Media;

/// <summary>Uploads and downloads the files of messages, encrypted for their readers. Memory use does not grow with a file.</summary>
public sealed class MediaService
{
    internal MediaService()
    {
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
        Stream content, MediaKind kind, string? mimeType = null, IProgress<long>? progress = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    /// <summary>Uploads a file for a channel: not encrypted, since everyone may read it.</summary>
    /// <inheritdoc cref="UploadAsync"/>
    public Task<MediaFile> UploadToChannelAsync(
        Stream content, MediaKind kind, string? mimeType = null, IProgress<long>? progress = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

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
    public Task DownloadAsync(MediaFile file, Stream destination, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    /// <summary>Downloads and checks a file, and opens it for reading; the stream can seek, and what it stands on is gone when it is disposed.</summary>
    /// <inheritdoc cref="DownloadAsync"/>
    public Task<Stream> OpenReadAsync(MediaFile file, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    /// <summary>
    /// Downloads the bytes from <paramref name="start"/> up to, not including, <paramref name="end"/>. Without a sidecar they are
    /// <b>not authenticated</b>: whoever controls the host can change them. With one, every 64 KiB are checked before they are written.
    /// </summary>
    /// <param name="file">The file, as a message names it.</param>
    /// <param name="start">The first byte, from 0.</param>
    /// <param name="end">The byte after the last; cut to the file's length.</param>
    /// <param name="destination">Takes the decrypted bytes.</param>
    /// <param name="sidecar">The message's streaming sidecar, or nothing.</param>
    /// <param name="cancellationToken">Stops the download.</param>
    /// <inheritdoc cref="DownloadAsync"/>
    public Task DownloadRangeAsync(
        MediaFile file, long start, long end, Stream destination, ReadOnlyMemory<byte> sidecar = default, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    /// <summary>Asks the account's phone to upload a file again that the hosts do not have any more. The phone must be online.</summary>
    /// <param name="request">The message and its file.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The file with its new address; key and hashes are the same.</returns>
    /// <exception cref="MediaReuploadException">The phone could not, or did not answer within <see cref="MediaOptions.ReuploadTimeout"/>.</exception>
    /// <exception cref="WhatsAppNotConnectedException">There is no connection.</exception>
    public Task<MediaFile> RequestReuploadAsync(MediaReuploadRequest request, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();
}
