namespace WhatsAppKit.Core.Media.Transfer;

/// <summary>Takes what one attempt to download brings.</summary>
internal interface IMediaSink : IDisposable
{
    ValueTask TakeAsync(ReadOnlyMemory<byte> piece, CancellationToken cancellationToken);

    /// <summary>What to report when the answer is longer than it may be.</summary>
    Exception TooLong();
}
