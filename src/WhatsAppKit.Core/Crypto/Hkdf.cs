using System.Security.Cryptography;

namespace WhatsAppKit.Core.Crypto;

/// <summary>RFC 5869 HKDF with SHA-256: extract and expand in one call.</summary>
internal static class Hkdf
{
    /// <summary>Fills the output with derived key material. An empty salt means 32 zero bytes (RFC 5869 section 2.2).</summary>
    public static void Derive(ReadOnlySpan<byte> secret, ReadOnlySpan<byte> salt, ReadOnlySpan<byte> info, Span<byte> output) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, output, salt, info);
}
