using WhatsAppKit.Core.Media.Encryption;

namespace WhatsAppKit.Core.Media.Transfer;

/// <summary>Keeps a part of a file in a temporary file, as it came.</summary>
internal sealed class SpoolingSink(MediaOptions options) : IMediaSink
{
    public TemporaryFile Content { get; } = TemporaryFile.Create(options.TempDirectory);

    public ValueTask TakeAsync(ReadOnlyMemory<byte> piece, CancellationToken cancellationToken) => Content.AppendAsync(piece, cancellationToken);

    public Exception TooLong() => new MediaCorruptException("the host answers more than it was asked for");

    public void Dispose() => Content.Dispose();
}
