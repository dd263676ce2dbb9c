using System.Diagnostics;
using System.Security.Cryptography;

namespace WhatsAppKit.Core.Crypto;

/// <summary>A Curve25519 private scalar with one owner: clamped when made, zeroed on dispose, never printed.</summary>
[DebuggerDisplay("[private key]")]
internal sealed class PrivateKey : IDisposable
{
    public const int Length = 32;

    private readonly byte[] _bytes;

    public PrivateKey(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Length)
        {
            throw new CryptoException($"A private key has {Length} bytes, not {bytes.Length}.");
        }

        // Pinned, so that the collector leaves no second copy behind when it compacts.
        _bytes = GC.AllocateUninitializedArray<byte>(Length, pinned: true);
        bytes.CopyTo(_bytes);
        Clamp(_bytes);
    }

    /// <summary>The clamped scalar. Whoever copies it owns the copy.</summary>
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public ReadOnlySpan<byte> Span => _bytes;

    /// <summary>The clamped scalar. Whoever copies it owns the copy.</summary>
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public ReadOnlyMemory<byte> Memory => _bytes;

    public static PrivateKey Generate()
    {
        Span<byte> random = stackalloc byte[Length];
        RandomNumberGenerator.Fill(random);
        var key = new PrivateKey(random);
        CryptographicOperations.ZeroMemory(random);
        return key;
    }

    public void Dispose() => CryptographicOperations.ZeroMemory(_bytes);

    public override string ToString() => "[private key]";

    private static void Clamp(Span<byte> scalar)
    {
        scalar[0] &= 0xF8;
        scalar[31] &= 0x7F;
        scalar[31] |= 0x40;
    }
}
