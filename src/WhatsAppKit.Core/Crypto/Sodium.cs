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
}
