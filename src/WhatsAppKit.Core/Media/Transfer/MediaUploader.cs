using System.Net;
using WhatsAppKit.Core.Media.Encryption;
using WhatsAppKit.Core.Media.Hosts;

namespace WhatsAppKit.Core.Media.Transfer;

/// <summary>Posts a finished temporary file to the media hosts. The address names the content's hash, so a repeat does no harm.</summary>
internal sealed class MediaUploader(MediaHttp http, HostWalk walk, MediaOptions options, TimeProvider time)
{
    public Task<UploadAnswer> PostAsync(
        TemporaryFile file,
        MediaConnection connection,
        Func<MediaConnection, MediaHost, Uri> address,
        IProgress<long>? progress,
        CancellationToken cancellationToken) =>
        walk.RunAsync<UploadAnswer>(
            connection,
            (current, host) => AttemptAsync(address(current, host), file, progress, cancellationToken),
            last => new MediaUploadException(
                last.Status is { } status ? $"the host answered {status}" : "no host could be reached", last.Status, last.Error),
            cancellationToken);

    private async Task<HostOutcome<UploadAnswer>> AttemptAsync(
        Uri address, TemporaryFile file, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        using var guard = new StallGuard(options.StallTimeout, time, cancellationToken);
        try
        {
            using var response = await http.SendAsync(
                address,
                () => new HttpRequestMessage { Method = HttpMethod.Post, Content = new UploadContent(file, progress, guard) },
                guard).ConfigureAwait(false);
            ThrowIfFinal((int)response.StatusCode);
            if (response.StatusCode != HttpStatusCode.OK)
            {
                return HostOutcome<UploadAnswer>.Of(response, time);
            }

            var answer = UploadAnswer.TryParse(await ReadAsync(response, guard).ConfigureAwait(false));
            return answer is not null
                ? new HostOutcome<UploadAnswer>(answer)
                : throw new MediaUploadException("the host does not say where it put the file", (int)response.StatusCode);
        }
        catch (BrokenTransferException error)
        {
            return new HostOutcome<UploadAnswer>(null, Error: error);
        }
    }

    private static void ThrowIfFinal(int status)
    {
        switch (status)
        {
            case 413:
                throw new MediaTooLargeException("the host answered 413");
            case 415 or 507:
                throw new MediaUploadException($"the host answered {status}", status);
        }
    }

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpResponseMessage response, StallGuard guard)
    {
        var body = await MediaHttp.GuardAsync(() => response.Content.ReadAsStreamAsync(guard.Token), guard).ConfigureAwait(false);
        var buffer = new byte[UploadAnswer.MaxLength];
        var length = await MediaHttp.GuardAsync(
            () => body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, guard.Token).AsTask(), guard).ConfigureAwait(false);
        return buffer.AsMemory(0, length);
    }
}
