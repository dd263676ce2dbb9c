using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace WhatsAppKit.Core.Noise;

/// <summary>
/// The symmetric half of Noise_XX_25519_AESGCM_SHA256 (Noise revision 34, section 5.2): hash, chaining key and cipher of
/// a handshake under way. What is mixed in, and when, is the business of whoever drives it.
/// </summary>
internal sealed class NoiseSymmetricState : IDisposable
{
    public const int HashLength = 32;
    public const int TagLength = 16;

    private const int NonceLength = 12;

    // Exactly 32 bytes, so it is the first hash as it stands.
    private static readonly byte[] Protocol = Encoding.ASCII.GetBytes("Noise_XX_25519_AESGCM_SHA256\0\0\0\0");

    private readonly byte[] _hash = [.. Protocol];
    private readonly byte[] _chainingKey = [.. Protocol];
    private readonly byte[] _key = [.. Protocol];
    private uint _counter;

    /// <summary>The hash of everything both sides have seen, for tests.</summary>
    internal ReadOnlySpan<byte> Hash => _hash;

    /// <summary>The chaining key, for tests.</summary>
    internal ReadOnlySpan<byte> ChainingKey => _chainingKey;

    /// <summary>The current cipher key, for tests.</summary>
    internal ReadOnlySpan<byte> Key => _key;

    public void MixHash(ReadOnlySpan<byte> data)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        sha.AppendData(_hash);
        sha.AppendData(data);
        sha.GetHashAndReset(_hash);
    }

    public void MixKey(ReadOnlySpan<byte> inputKeyMaterial)
    {
        Span<byte> output = stackalloc byte[2 * HashLength];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, inputKeyMaterial, output, _chainingKey, []);
        output[..HashLength].CopyTo(_chainingKey);
        output[HashLength..].CopyTo(_key);
        CryptographicOperations.ZeroMemory(output);
        _counter = 0;
    }

    /// <summary>Encrypts under the current key with the hash as associated data, and mixes the result in.</summary>
    public byte[] Seal(ReadOnlySpan<byte> plaintext)
    {
        var sealedBytes = new byte[plaintext.Length + TagLength];
        Span<byte> nonce = stackalloc byte[NonceLength];
        NextNonce(nonce);
        using var cipher = new AesGcm(_key, TagLength);
        cipher.Encrypt(nonce, plaintext, sealedBytes.AsSpan(0, plaintext.Length), sealedBytes.AsSpan(plaintext.Length), _hash);
        MixHash(sealedBytes);
        return sealedBytes;
    }

    /// <summary>Decrypts what the other side sealed, and mixes the sealed bytes in.</summary>
    /// <exception cref="NoiseException">The bytes do not authenticate.</exception>
    public byte[] Open(ReadOnlySpan<byte> sealedBytes)
    {
        if (sealedBytes.Length < TagLength)
        {
            throw new NoiseException("An encrypted part of the handshake is too short.");
        }

        var plaintext = new byte[sealedBytes.Length - TagLength];
        Span<byte> nonce = stackalloc byte[NonceLength];
        NextNonce(nonce);
        using var cipher = new AesGcm(_key, TagLength);
        try
        {
            cipher.Decrypt(nonce, sealedBytes[..^TagLength], sealedBytes[^TagLength..], plaintext, _hash);
        }
        catch (AuthenticationTagMismatchException error)
        {
            throw new NoiseException("An encrypted part of the handshake does not authenticate.", error);
        }

        MixHash(sealedBytes);
        return plaintext;
    }

    /// <summary>The two transport keys: the initiator writes with the first and reads with the second.</summary>
    public (NoiseFrameCipher Initiator, NoiseFrameCipher Responder) Split()
    {
        Span<byte> output = stackalloc byte[2 * HashLength];
        Span<byte> extracted = stackalloc byte[HashLength];

        // HKDF (RFC 5869) with empty input: some providers refuse that, so the extract step is the HMAC it is.
        HMACSHA256.HashData(_chainingKey, [], extracted);
        HKDF.Expand(HashAlgorithmName.SHA256, extracted, output, []);
        var ciphers = (new NoiseFrameCipher(output[..HashLength]), new NoiseFrameCipher(output[HashLength..]));
        CryptographicOperations.ZeroMemory(extracted);
        CryptographicOperations.ZeroMemory(output);
        return ciphers;
    }

    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_key);
        CryptographicOperations.ZeroMemory(_chainingKey);
    }

    private void NextNonce(Span<byte> nonce)
    {
        nonce.Clear();
        BinaryPrimitives.WriteUInt32BigEndian(nonce[^4..], _counter++);
    }
}
