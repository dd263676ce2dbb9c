using WhatsAppKit.Core.Media.Encryption;

namespace WhatsAppKit.Core.Media.Transfer;

/// <summary>Keeps a download in a temporary file, as it came, and checks it on the way.</summary>
internal sealed class VerifyingSink : IMediaSink
{
    private readonly MediaFile _file;
    private readonly MediaOptions _options;
    private readonly IMediaVerifier _verifier;
    private TemporaryFile? _content;
    private MediaKeys? _keys;

    public VerifyingSink(MediaFile file, MediaOptions options)
    {
        _file = file;
        _options = options;
        _content = TemporaryFile.Create(options.TempDirectory);
        _keys = file.IsEncrypted ? MediaKeys.Derive(file.MediaKey.Span, file.Kind) : null;
        _verifier = _keys is null ? new PlainVerifier(file) : new SealedVerifier(file, _keys);
    }

    public ValueTask TakeAsync(ReadOnlyMemory<byte> piece, CancellationToken cancellationToken)
    {
        _verifier.Append(piece.Span);
        return _content!.AppendAsync(piece, cancellationToken);
    }

    public Exception TooLong() => _file.Length == MediaFile.UnknownLength
        ? new MediaTooLargeException($"more than {_options.MaxDownloadBytes} bytes", _options.MaxDownloadBytes)
        : new MediaCorruptException("it is longer than the message says");

    /// <summary>Judges the whole, and hands the file over when it is right.</summary>
    /// <exception cref="MediaCorruptException">It is not.</exception>
    public Stream Open()
    {
        var length = _verifier.Finish();
        var stream = new VerifiedStream(_content!, _keys, length);
        _content = null;
        _keys = null;
        return stream;
    }

    public void Dispose()
    {
        _verifier.Dispose();
        _content?.Dispose();
        _keys?.Dispose();
    }
}
