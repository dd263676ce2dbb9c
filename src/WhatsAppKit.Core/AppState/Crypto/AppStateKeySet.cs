using System.Security.Cryptography;
using WhatsAppKit.Core.Crypto;

namespace WhatsAppKit.Core.AppState.Crypto;

/// <summary>The five keys that follow from one key of the phone. Its owner zeroes them.</summary>
internal sealed class AppStateKeySet : IDisposable
{
    /// <summary>The length of the phone's key, and of each that follows from it.</summary>
    public const int KeyLength = 32;

    private readonly byte[] _keys = GC.AllocateArray<byte>(5 * KeyLength, pinned: true);

    public AppStateKeySet(ReadOnlyMemory<byte> id, ReadOnlySpan<byte> secret)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(secret.Length, KeyLength);
        Id = id;
        Hkdf.Derive(secret, default, "WhatsApp Mutation Keys"u8, _keys);
    }

    /// <summary>How records and patches name the key.</summary>
    public ReadOnlyMemory<byte> Id { get; }

    public ReadOnlySpan<byte> Index => Key(0);

    public ReadOnlySpan<byte> ValueEncryption => Key(1);

    public ReadOnlySpan<byte> ValueMac => Key(2);

    public ReadOnlySpan<byte> SnapshotMac => Key(3);

    public ReadOnlySpan<byte> PatchMac => Key(4);

    public void Dispose() => CryptographicOperations.ZeroMemory(_keys);

    public override string ToString() => nameof(AppStateKeySet);

    private ReadOnlySpan<byte> Key(int number) => _keys.AsSpan(number * KeyLength, KeyLength);
}
