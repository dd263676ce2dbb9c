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
}
