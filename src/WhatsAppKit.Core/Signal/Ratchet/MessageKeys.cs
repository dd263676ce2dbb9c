using System.Security.Cryptography;
using WhatsAppKit.Core.Crypto;

namespace WhatsAppKit.Core.Signal;

/// <summary>The keys of one message, in a buffer of the caller's that is zeroed on dispose.</summary>
internal readonly ref struct MessageKeys
{
    public const int Length = 80;

    private readonly Span<byte> _keys;

    public MessageKeys(ReadOnlySpan<byte> seed, Span<byte> buffer)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(buffer.Length, Length);
        _keys = buffer;
        Hkdf.Derive(seed, [], "WhisperMessageKeys"u8, _keys);
    }

    public ReadOnlySpan<byte> CipherKey => _keys[..32];

    public ReadOnlySpan<byte> MacKey => _keys[32..64];

    public ReadOnlySpan<byte> Iv => _keys[64..];

    public void Dispose() => CryptographicOperations.ZeroMemory(_keys);
}
