using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using WhatsAppKit.Core.Media.Encryption;
using WhatsAppKit.Core.Media.Hosts;

namespace WhatsAppKit.Core.Media.Transfer;

/// <summary>Fetches bytes of files from the media hosts and hands them on piece by piece, unchecked.</summary>
internal sealed class MediaDownloader(MediaHttp http, HostWalk walk, MediaOptions options, TimeProvider time)
{
    /// <summary>Fetches a file, or a part of it.</summary>
    /// <param name="file">What to fetch.</param>
    /// <param name="connection">The hosts.</param>
    /// <param name="range">The bytes wanted, both ends included; all when null.</param>
    /// <param name="limit">How many bytes the answer may have. More is an error, before they are read.</param>
    /// <param name="start">Begins an attempt, and makes what takes its pieces; an attempt that breaks is disposed and repeated.</param>
    /// <param name="cancellationToken">Stops the transfer.</param>
    public Task<T> FetchAsync<T>(
        MediaFile file, MediaConnection connection, (long From, long To)? range, long limit, Func<T> start, CancellationToken cancellationToken)
        where T : class, IMediaSink =>
        walk.RunAsync<T>(
            connection,
            (current, host) => AttemptAsync(MediaAddress.Download(host, file, current), file, range, limit, start, cancellationToken),
            last => MediaUnavailableException.GaveUp(last.Status, last.Error),
            cancellationToken);

    private async Task<HostOutcome<T>> AttemptAsync<T>(
        Uri address, MediaFile file, (long From, long To)? range, long limit, Func<T> start, CancellationToken cancellationToken)
        where T : class, IMediaSink
    {
        using var guard = new StallGuard(options.StallTimeout, time, cancellationToken);
        try
        {
            using var response = await http.SendAsync(address, () => Request(range), guard).ConfigureAwait(false);
            ThrowIfFinal((int)response.StatusCode, file);
            if (response.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.PartialContent))
            {
                return HostOutcome<T>.Of(response, time);
            }

            return new HostOutcome<T>(await ReceiveAsync(response, range, limit, start, guard).ConfigureAwait(false));
        }
        catch (BrokenTransferException error)
        {
            return new HostOutcome<T>(null, Error: error);
        }
    }

    private static HttpRequestMessage Request((long From, long To)? range)
    {
        var request = new HttpRequestMessage { Method = HttpMethod.Get };
        if (range is { } wanted)
        {
            request.Headers.Range = new RangeHeaderValue(wanted.From, wanted.To);
        }

        return request;
    }

    private void ThrowIfFinal(int status, MediaFile file)
    {
        var mayReupload = file.IsEncrypted && status switch
        {
            404 or 410 => true,
            403 => MediaAddress.ExpiryOf(file.DirectPath) is not { } expiry || expiry <= time.GetUtcNow(),
            _ => false,
        };
        if (status is 403 or 404 or 410 or 413 or 415 or 416 or 507)
        {
            throw MediaUnavailableException.Refused(status, mayReupload);
        }
    }

    private static async Task<T> ReceiveAsync<T>(
        HttpResponseMessage response, (long From, long To)? range, long limit, Func<T> start, StallGuard guard)
        where T : class, IMediaSink
    {
        // A host may ignore the range and answer everything: then what lies before the wanted bytes is passed over.
        var skip = response.StatusCode == HttpStatusCode.OK ? range?.From ?? 0 : 0;
        if (response.StatusCode == HttpStatusCode.PartialContent && response.Content.Headers.ContentRange?.From != (range?.From ?? 0))
        {
            throw new BrokenTransferException("The host answered another range than the one asked for.");
        }

        var sink = start();
        try
        {
            await CopyAsync(response, skip, range is null ? null : limit, limit, sink, guard).ConfigureAwait(false);
            return sink;
        }
        catch
        {
            sink.Dispose();
            throw;
        }
    }

    private static async Task CopyAsync(HttpResponseMessage response, long skip, long? enough, long limit, IMediaSink sink, StallGuard guard)
    {
        if (enough is null && response.Content.Headers.ContentLength > limit)
        {
            throw sink.TooLong();
        }

        var body = await MediaHttp.GuardAsync(() => response.Content.ReadAsStreamAsync(guard.Token), guard).ConfigureAwait(false);
        var buffer = ArrayPool<byte>.Shared.Rent(MediaFormat.ChunkLength);
        try
        {
            for (var left = limit; enough is null || left > 0;)
            {
                var piece = buffer.AsMemory(0, MediaFormat.ChunkLength);
                var read = await MediaHttp.GuardAsync(() => body.ReadAsync(piece, guard.Token).AsTask(), guard).ConfigureAwait(false);
                if (read == 0)
                {
                    return;
                }

                var passed = (int)Math.Min(skip, read);
                skip -= passed;
                var count = enough is null ? read : (int)Math.Min(read - passed, left);
                left -= count;
                if (left < 0)
                {
                    throw sink.TooLong();
                }

                await sink.TakeAsync(piece.Slice(passed, count), guard.Token).ConfigureAwait(false);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
