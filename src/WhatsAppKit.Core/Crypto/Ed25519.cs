namespace WhatsAppKit.Core.Crypto;

/// <summary>RFC 8032 Ed25519 verification: the core under <see cref="XEdDsa"/>, which turns its keys into this form.</summary>
internal static class Ed25519
{
    public const int PublicKeyLength = 32;

    public const int SignatureLength = 64;

    /// <summary>L, the order of the base point, little endian.</summary>
    private static ReadOnlySpan<byte> Order =>
    [
        0xED, 0xD3, 0xF5, 0x5C, 0x1A, 0x63, 0x12, 0x58, 0xD6, 0x9C, 0xF7, 0xA2, 0xDE, 0xF9, 0xDE, 0x14,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
    ];

    public static bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature) =>
        publicKey.Length == PublicKeyLength
        && signature.Length == SignatureLength
        && IsBelowOrder(signature[32..])
        && Sodium.crypto_sign_ed25519_verify_detached(signature, message, (ulong)message.Length, publicKey) == 0;

    // RFC 8032 section 5.1.7 asks for it; without it S + L is a second signature of the same message. libsodium checks
    // too, but as a build option of it. A signature is public, so the comparison may stop early.
    private static bool IsBelowOrder(ReadOnlySpan<byte> scalar)
    {
        for (var i = 31; i >= 0; i--)
        {
            if (scalar[i] != Order[i])
            {
                return scalar[i] < Order[i];
            }
        }

        return false;
    }
}
