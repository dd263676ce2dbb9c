using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using WhatsAppKit.Core.Media.Encryption;

namespace WhatsAppKit.Core.Media.Transfer;

/// <summary>The body of an upload: a temporary file of known length, which can be sent again.</summary>
internal sealed class UploadContent : HttpContent
{
    private readonly TemporaryFile _file;
    private readonly IProgress<long>? _progress;
    private readonly StallGuard _guard;

    public UploadContent(TemporaryFile file, IProgress<long>? progress, StallGuard guard)
    {
        _file = file;
        _progress = progress;
        _guard = guard;
        Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(MediaFormat.ChunkLength);
        try
        {
            for (var sent = 0L; sent < _file.Length;)
            {
                var piece = buffer.AsMemory(0, (int)Math.Min(MediaFormat.ChunkLength, _file.Length - sent));
                await _file.ReadExactlyAsync(sent, piece, cancellationToken).ConfigureAwait(false);
                await stream.WriteAsync(piece, cancellationToken).ConfigureAwait(false);
                sent += piece.Length;
                _guard.Moved();
                _progress?.Report(sent);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _file.Length;
        return true;
    }
}
