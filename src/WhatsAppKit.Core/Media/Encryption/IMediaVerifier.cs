namespace WhatsAppKit.Core.Media.Encryption;

/// <summary>Checks a downloaded file while it arrives.</summary>
internal interface IMediaVerifier : IDisposable
{
    /// <summary>Takes the next piece, at most <see cref="MediaFormat.ChunkLength"/> bytes.</summary>
    void Append(ReadOnlySpan<byte> piece);

    /// <summary>Judges the whole and returns the file's length before encryption.</summary>
    /// <exception cref="MediaCorruptException">It is not the file that was named.</exception>
    long Finish();
}
