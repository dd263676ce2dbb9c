using System.Security.Cryptography;
using System.Text;
using WhatsAppKit.Core.Crypto;

namespace WhatsAppKit.Core.Pairing.LinkCode;

/// <summary>
/// A public key encrypted under the typed code. Any code opens any wrap to something that looks like a key, so nobody can
/// try codes on it; only the agreement that follows shows whether the code was right.
/// </summary>
internal static class KeyWrap
{
    public const int SaltLength = 32;
    public const int WrappedLength = SaltLength + AesCtr.BlockLength + PublicKey.Length;

    private const int Iterations = 131072;
    private const int KeyLength = 32;

    public static byte[] Wrap(PublicKey key, string code) =>
        Wrap(key, code, RandomNumberGenerator.GetBytes(SaltLength), RandomNumberGenerator.GetBytes(AesCtr.BlockLength));

    public static byte[] Wrap(PublicKey key, string code, ReadOnlySpan<byte> salt, ReadOnlySpan<byte> firstBlock)
    {
        byte[] wrapped = [.. salt, .. firstBlock, .. key.Span];
        Transform(wrapped, code, wrapped.AsSpan(SaltLength + AesCtr.BlockLength));
        return wrapped;
    }

    public static PublicKey Unwrap(ReadOnlySpan<byte> wrapped, string code)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(wrapped.Length, WrappedLength);
        Span<byte> key = stackalloc byte[PublicKey.Length];
        Transform(wrapped, code, key);
        return new PublicKey(key);
    }

    /// <summary>PBKDF2 of the code: slow on purpose, since a code has only 40 bits.</summary>
    public static void DeriveKey(string code, ReadOnlySpan<byte> salt, Span<byte> key)
    {
        Span<byte> password = stackalloc byte[CodeText.Length];
        Encoding.ASCII.GetBytes(code, password);
        Rfc2898DeriveBytes.Pbkdf2(password, salt, key, Iterations, HashAlgorithmName.SHA256);
        CryptographicOperations.ZeroMemory(password);
    }

    private static void Transform(ReadOnlySpan<byte> wrapped, string code, Span<byte> output)
    {
        Span<byte> key = stackalloc byte[KeyLength];
        DeriveKey(code, wrapped[..SaltLength], key);
        AesCtr.Transform(
            key,
            wrapped.Slice(SaltLength, AesCtr.BlockLength),
            wrapped.Slice(SaltLength + AesCtr.BlockLength, PublicKey.Length),
            output);
        CryptographicOperations.ZeroMemory(key);
    }
}
