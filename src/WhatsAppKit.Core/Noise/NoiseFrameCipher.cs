using System.Buffers.Binary;
using System.Security.Cryptography;

namespace WhatsAppKit.Core.Noise;

/// <summary>One direction of the encrypted stream: AES-256-GCM, the frame's number as nonce, no associated data.</summary>
internal sealed class NoiseFrameCipher : IDisposable
{
    public const int TagLength = NoiseSymmetricState.TagLength;

    private const int NonceLength = 12;

    private readonly AesGcm _cipher;
    private uint _counter;

    public NoiseFrameCipher(ReadOnlySpan<byte> key) => _cipher = new AesGcm(key, TagLength);

    /// <summary>Encrypts the first bytes of a buffer in place; the tag goes into the last 16.</summary>
    public void Seal(Span<byte> frame)
    {
        Span<byte> nonce = stackalloc byte[NonceLength];
        NextNonce(nonce);
        var content = frame[..^TagLength];
        _cipher.Encrypt(nonce, content, content, frame[^TagLength..]);
    }

    /// <summary>Decrypts a frame in place and returns its content.</summary>
    /// <exception cref="NoiseException">The frame does not authenticate: the stream is lost.</exception>
    public Span<byte> Open(Span<byte> frame)
    {
        if (frame.Length < TagLength)
        {
            throw new NoiseException("A frame is too short to be authentic.");
        }

        Span<byte> nonce = stackalloc byte[NonceLength];
        NextNonce(nonce);
        var content = frame[..^TagLength];
        try
        {
            _cipher.Decrypt(nonce, content, frame[^TagLength..], content);
            return content;
        }
        catch (AuthenticationTagMismatchException error)
        {
            throw new NoiseException("A frame does not authenticate.", error);
        }
    }

    public void Dispose() => _cipher.Dispose();

    private void NextNonce(Span<byte> nonce)
    {
        if (_counter == uint.MaxValue)
        {
            throw new NoiseException("The frame counter is used up; the connection must be opened anew.");
        }

        nonce.Clear();
        BinaryPrimitives.WriteUInt32BigEndian(nonce[^4..], _counter++);
    }
}
