using System.Security.Cryptography;

namespace WhatsAppKit.Core.Media.Encryption;

/// <summary>Checks a file that is not encrypted: its hash and its length.</summary>
internal sealed class PlainVerifier(MediaFile file) : IMediaVerifier
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _length;

    public void Append(ReadOnlySpan<byte> piece)
    {
        _hash.AppendData(piece);
        _length += piece.Length;
    }

    public long Finish()
    {
        SealedVerifier.Require(_hash, file.FileSha256.Span, "the hash of the file differs");
        return file.Length == MediaFile.UnknownLength || file.Length == _length
            ? _length
            : throw new MediaCorruptException("its length differs from the message's");
    }

    public void Dispose() => _hash.Dispose();
}
