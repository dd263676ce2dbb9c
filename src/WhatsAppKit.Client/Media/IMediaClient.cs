using WhatsAppKit.Contracts.Media;

namespace WhatsAppKit.Client.Media;

/// <summary>Files of the instance: uploaded to be sent, or received. Neither way is a file held in memory.</summary>
public interface IMediaClient
{
    /// <summary>Uploads a file, to be named by its id in the message that has it. Needs the permission <c>messages:send</c>.</summary>
    /// <param name="content">The file; read to its end, and left open.</param>
    /// <param name="mimeType">What it is; null lets the gateway look.</param>
    /// <param name="fileName">Its name; null for none.</param>
    /// <param name="progress">Told how many bytes have left; null for nobody.</param>
    /// <param name="cancellationToken">Stops; nothing of the file stays.</param>
    Task<MediaResponse> UploadAsync(
        Stream content, string? mimeType = null, string? fileName = null, IProgress<long>? progress = null, CancellationToken cancellationToken = default);

    /// <summary>Opens a file for reading as it comes. Needs the permission <c>messages:read</c>.</summary>
    /// <param name="mediaId">The file.</param>
    /// <param name="cancellationToken">Stops the opening; the file itself is stopped by disposing it.</param>
    Task<GatewayFile> OpenReadAsync(string mediaId, CancellationToken cancellationToken = default);
}

/// <summary>A file that is being read. Dispose it.</summary>
public sealed class GatewayFile : IAsyncDisposable
{
    private readonly HttpResponseMessage _response;

    internal GatewayFile(HttpResponseMessage response, Stream content)
    {
        _response = response;
        Content = content;
    }

    /// <summary>What it holds.</summary>
    public Stream Content { get; }

    /// <summary>What it is; null when the gateway does not say.</summary>
    public string? MimeType => _response.Content.Headers.ContentType?.ToString();

    /// <summary>Its bytes; null when the gateway does not say.</summary>
    public long? Length => _response.Content.Headers.ContentLength;

    /// <summary>Its name; null for none.</summary>
    public string? FileName => _response.Content.Headers.ContentDisposition is { } disposition ? disposition.FileNameStar ?? disposition.FileName?.Trim('"') : null;

    /// <summary>Lets go of the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        await Content.DisposeAsync().ConfigureAwait(false);
        _response.Dispose();
    }
}
