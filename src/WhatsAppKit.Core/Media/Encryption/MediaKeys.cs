using System.Security.Cryptography;
using System.Text;
using WhatsAppKit.Core.Crypto;

namespace WhatsAppKit.Core.Media.Encryption;

/// <summary>The keys of one file, derived from its media key; wiped when it is disposed.</summary>
internal sealed class MediaKeys : IDisposable
{
    /// <summary>The length of a media key.</summary>
    public const int SecretLength = 32;

    // iv, cipher key, MAC key, and 32 bytes that nobody uses
    private readonly byte[] _expanded = new byte[112];

    private MediaKeys()
    {
    }

    public ReadOnlySpan<byte> Iv => _expanded.AsSpan(0, 16);

    public ReadOnlySpan<byte> CipherKey => _expanded.AsSpan(16, 32);

    public ReadOnlySpan<byte> MacKey => _expanded.AsSpan(48, 32);

    public static MediaKeys Derive(ReadOnlySpan<byte> mediaKey, MediaKind kind) => Derive(mediaKey, kind.KeyInfo());

    public static MediaKeys Derive(ReadOnlySpan<byte> mediaKey, string info)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(mediaKey.Length, SecretLength);
        var keys = new MediaKeys();
        Hkdf.Derive(mediaKey, [], Encoding.ASCII.GetBytes(info), keys._expanded);
        return keys;
    }

    public void Dispose() => CryptographicOperations.ZeroMemory(_expanded);
}
