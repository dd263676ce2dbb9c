using Refit;
using WhatsAppKit.Client.Http;
using WhatsAppKit.Contracts.Media;

namespace WhatsAppKit.Client.Media;

internal sealed class MediaClient(IMediaContentApi api) : IMediaClient
{
    private const string NoName = "file";

    public Task<MediaResponse> UploadAsync(
        Stream content, string? mimeType = null, string? fileName = null, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(content);
        return api.UploadAsync(new StreamPart(new UploadStream(content, progress), fileName ?? NoName, mimeType), cancellationToken);
    }

    public async Task<GatewayFile> OpenReadAsync(string mediaId, CancellationToken cancellationToken = default)
    {
        var response = await GatewayErrors.OpenAsync(api.OpenAsync(mediaId, cancellationToken)).ConfigureAwait(false);
        return new GatewayFile(response, await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false));
    }
}
