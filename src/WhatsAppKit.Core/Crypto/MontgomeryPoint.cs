namespace WhatsAppKit.Core.Crypto;

/// <summary>The birational map of RFC 7748 section 4.1 from a Curve25519 u-coordinate to an Ed25519 y-coordinate.</summary>
internal static class MontgomeryPoint
{
    /// <summary>Writes y = (u - 1) / (u + 1) mod p, with the sign bit clear. u = -1 has no inverse and gives y = 0.</summary>
    public static void ToEdwards(ReadOnlySpan<byte> u, Span<byte> y)
    {
        var point = FieldElement.FromBytes(u);
        var quotient = (point - FieldElement.One) * (point + FieldElement.One).Invert();
        quotient.CopyTo(y);
    }

    /// <summary>True for a key as its owner makes it: reduced, on the curve, and a multiple of the base point.</summary>
    /// <remarks>
    /// X25519 itself takes any 32 bytes, and up to eight points and their unreduced forms give the same shared secrets. Where
    /// a key's bytes are a name, and not under a signature or MAC, all forms but this one have to be refused.
    /// </remarks>
    public static bool IsCanonical(ReadOnlySpan<byte> u)
    {
        Span<byte> bytes = stackalloc byte[FieldElement.Length];
        FieldElement.FromBytes(u).CopyTo(bytes);
        if (!bytes.SequenceEqual(u))
        {
            return false;
        }

        ToEdwards(u, bytes);
        return Sodium.crypto_core_ed25519_is_valid_point(bytes) == 1;
    }
}
