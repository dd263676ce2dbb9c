using System.Security.Cryptography;
using WhatsAppKit.Core.Crypto;

namespace WhatsAppKit.Core.Signal;

/// <summary>The keys of one group message, in a buffer of the caller's that is zeroed on dispose.</summary>
internal readonly ref struct GroupMessageKeys
{
    public const int Length = 48;

    private readonly Span<byte> _keys;

    public GroupMessageKeys(ReadOnlySpan<byte> seed, Span<byte> buffer)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(buffer.Length, Length);
        _keys = buffer;
        Hkdf.Derive(seed, [], "WhisperGroup"u8, _keys);
    }

    public ReadOnlySpan<byte> Iv => _keys[..16];

    public ReadOnlySpan<byte> CipherKey => _keys[16..];

    public void Dispose() => CryptographicOperations.ZeroMemory(_keys);
}
