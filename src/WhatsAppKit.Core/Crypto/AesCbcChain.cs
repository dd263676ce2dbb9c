using System.Security.Cryptography;

namespace WhatsAppKit.Core.Crypto;

/// <summary>AES-256 in CBC mode over a long input, a few whole blocks at a time: each call goes on where the last one ended.</summary>
/// <remarks>It neither pads (<see cref="Pkcs7"/>) nor authenticates. One object either encrypts or decrypts.</remarks>
internal sealed class AesCbcChain : IDisposable
{
    private readonly Aes _aes = Aes.Create();
    private readonly byte[] _previous = new byte[AesCbc.BlockLength];

    public AesCbcChain(ReadOnlySpan<byte> key, ReadOnlySpan<byte> iv)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(key.Length, AesCbc.KeyLength);
        ArgumentOutOfRangeException.ThrowIfNotEqual(iv.Length, AesCbc.BlockLength);
        _aes.SetKey(key);
        iv.CopyTo(_previous);
    }

    /// <summary>Encrypts whole blocks into an output of the same length that does not overlap.</summary>
    public void Encrypt(ReadOnlySpan<byte> plaintext, Span<byte> output)
    {
        if (CheckBlocks(plaintext))
        {
            _aes.EncryptCbc(plaintext, _previous, output, PaddingMode.None);
            output[(plaintext.Length - AesCbc.BlockLength)..plaintext.Length].CopyTo(_previous);
        }
    }

    /// <summary>Decrypts whole blocks into an output of the same length that does not overlap.</summary>
    public void Decrypt(ReadOnlySpan<byte> ciphertext, Span<byte> output)
    {
        if (CheckBlocks(ciphertext))
        {
            _aes.DecryptCbc(ciphertext, _previous, output, PaddingMode.None);
            ciphertext[^AesCbc.BlockLength..].CopyTo(_previous);
        }
    }

    public void Dispose() => _aes.Dispose();

    private static bool CheckBlocks(ReadOnlySpan<byte> input)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(input.Length % AesCbc.BlockLength, 0, nameof(input));
        return !input.IsEmpty;
    }
}
