using System.Buffers;
using System.Security.Cryptography;
using WhatsAppKit.Core.Crypto;

namespace WhatsAppKit.Core.Media.Encryption;

/// <summary>
/// Checks an encrypted file: its hash, its MAC, its padding, and the hash of what it decrypts to. What it decrypts on the
/// way leaves this class only as a hash.
/// </summary>
internal sealed class SealedVerifier : IMediaVerifier
{
    private readonly MediaFile _file;
    private readonly AesCbcChain _cipher;
    private readonly IncrementalHash _mac;
    private readonly IncrementalHash _plainHash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly IncrementalHash _sealedHash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _plain = ArrayPool<byte>.Shared.Rent(MediaFormat.ChunkLength + (2 * MediaFormat.MinLength));

    // Which bytes are the MAC and which the padded block is known only at the end: that many are always held back.
    private readonly byte[] _work = ArrayPool<byte>.Shared.Rent(MediaFormat.ChunkLength + (2 * MediaFormat.MinLength));
    private int _held;
    private long _length;

    public SealedVerifier(MediaFile file, MediaKeys keys)
    {
        _file = file;
        _cipher = new AesCbcChain(keys.CipherKey, keys.Iv);
        _mac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, keys.MacKey);
        _mac.AppendData(keys.Iv);
    }

    public void Append(ReadOnlySpan<byte> piece)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(piece.Length, MediaFormat.ChunkLength, nameof(piece));
        _sealedHash.AppendData(piece);
        piece.CopyTo(_work.AsSpan(_held));
        var total = _held + piece.Length;
        var ready = Math.Max(total - MediaFormat.MinLength, 0) / AesCbc.BlockLength * AesCbc.BlockLength;
        Open(ready);
        _plainHash.AppendData(_plain.AsSpan(0, ready));
        _length += ready;
        _held = total - ready;
        _work.AsSpan(ready, _held).CopyTo(_work);
    }

    public long Finish()
    {
        if (_held != MediaFormat.MinLength)
        {
            throw new MediaCorruptException("its length is not that of an encrypted file");
        }

        Require(_sealedHash, _file.FileEncSha256.Span, "the hash of the encrypted file differs");
        Open(AesCbc.BlockLength);
        Require(_mac, _work.AsSpan(AesCbc.BlockLength, MediaFormat.MacLength), "the MAC differs");
        if (!Pkcs7.TryUnpad(_plain.AsSpan(0, AesCbc.BlockLength), out var last))
        {
            throw new MediaCorruptException("the padding is wrong");
        }

        _plainHash.AppendData(_plain.AsSpan(0, last));
        _length += last;
        Require(_plainHash, _file.FileSha256.Span, "the hash of the file differs");
        return _file.Length == MediaFile.UnknownLength || _file.Length == _length
            ? _length
            : throw new MediaCorruptException("its length differs from the message's");
    }

    public void Dispose()
    {
        _cipher.Dispose();
        _mac.Dispose();
        _plainHash.Dispose();
        _sealedHash.Dispose();
        ArrayPool<byte>.Shared.Return(_plain, clearArray: true);
        ArrayPool<byte>.Shared.Return(_work);
    }

    /// <summary>Compares as many bytes of the digest as are expected: a MAC is cut.</summary>
    internal static void Require(IncrementalHash hash, ReadOnlySpan<byte> expected, string otherwise)
    {
        Span<byte> actual = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(actual);
        if (expected.IsEmpty || !CryptographicOperations.FixedTimeEquals(actual[..expected.Length], expected))
        {
            throw new MediaCorruptException(otherwise);
        }
    }

    private void Open(int length)
    {
        var blocks = _work.AsSpan(0, length);
        _mac.AppendData(blocks);
        _cipher.Decrypt(blocks, _plain);
    }
}
