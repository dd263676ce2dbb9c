using System.Security.Cryptography;
using WhatsAppKit.Core.Crypto;

namespace WhatsAppKit.Core.Pairing.Passkey;

/// <summary>
/// Proves to the phone that the device which sends the passkey's answer is the one whose secret it was shown: that of the QR code
/// or of the typed code. It spares people the comparing of codes, for five minutes.
/// </summary>
internal sealed class HandoffKey(byte[] key, TimeProvider time) : IDisposable
{
    public const int Length = 32;

    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private readonly long _made = time.GetTimestamp();

    public static HandoffKey From(ReadOnlySpan<byte> advSecret, TimeProvider time)
    {
        var key = new byte[Length];
        Derive(advSecret, key);
        return new HandoffKey(key, time);
    }

    public static void Derive(ReadOnlySpan<byte> advSecret, Span<byte> key) => Hkdf.Derive(advSecret, [], "shortcake-passkey-handoff-v1"u8, key);

    /// <summary>The proof over a prologue; null when the key is too old.</summary>
    public byte[]? Prove(ReadOnlySpan<byte> prologue) => time.GetElapsedTime(_made) < Lifetime ? HMACSHA256.HashData(key, prologue) : null;

    public void Dispose() => CryptographicOperations.ZeroMemory(key);

    public override string ToString() => "[handoff key]";
}
