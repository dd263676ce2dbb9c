using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace WhatsAppKit.Core.Crypto;

/// <summary>The few functions of libsodium that this library uses: group arithmetic of Curve25519 and Ed25519.</summary>
internal static partial class Sodium
{
    private const string Library = "libsodium";

    [ModuleInitializer]
    [System.Diagnostics.CodeAnalysis.SuppressMessage("Usage", "CA2255", Justification = "sodium_init must run once before any other call.")]
    internal static void Initialize()
    {
        if (sodium_init() < 0)
        {
            throw new InvalidOperationException("libsodium could not be initialised.");
        }
    }

    [LibraryImport(Library)]
    private static partial int sodium_init();

    /// <summary>RFC 7748 section 5: X25519. Non-zero when the result is all zero.</summary>
    [LibraryImport(Library)]
    internal static partial int crypto_scalarmult_curve25519(Span<byte> q, ReadOnlySpan<byte> n, ReadOnlySpan<byte> p);

    /// <summary>RFC 7748 section 5: X25519 with the base point 9.</summary>
    [LibraryImport(Library)]
    internal static partial int crypto_scalarmult_curve25519_base(Span<byte> q, ReadOnlySpan<byte> n);

    /// <summary>RFC 8032 section 5.1: a scalar times the base point, without clamping. Non-zero when the scalar is zero.</summary>
    [LibraryImport(Library)]
    internal static partial int crypto_scalarmult_ed25519_base_noclamp(Span<byte> q, ReadOnlySpan<byte> n);

    /// <summary>Reduces 64 bytes modulo L, the order of the group.</summary>
    [LibraryImport(Library)]
    internal static partial void crypto_core_ed25519_scalar_reduce(Span<byte> r, ReadOnlySpan<byte> s);

    /// <summary>z = x * y modulo L.</summary>
    [LibraryImport(Library)]
    internal static partial void crypto_core_ed25519_scalar_mul(Span<byte> z, ReadOnlySpan<byte> x, ReadOnlySpan<byte> y);

    /// <summary>z = x + y modulo L.</summary>
    [LibraryImport(Library)]
    internal static partial void crypto_core_ed25519_scalar_add(Span<byte> z, ReadOnlySpan<byte> x, ReadOnlySpan<byte> y);

    /// <summary>One when the encoding is canonical and the point is on the curve, in the group of order L and not the identity.</summary>
    [LibraryImport(Library)]
    internal static partial int crypto_core_ed25519_is_valid_point(ReadOnlySpan<byte> p);

    /// <summary>RFC 8032 section 5.1.7, strict: S below L, no point of low order. Zero when the signature is good.</summary>
    [LibraryImport(Library)]
    internal static partial int crypto_sign_ed25519_verify_detached(
        ReadOnlySpan<byte> signature, ReadOnlySpan<byte> message, ulong messageLength, ReadOnlySpan<byte> publicKey);
}
