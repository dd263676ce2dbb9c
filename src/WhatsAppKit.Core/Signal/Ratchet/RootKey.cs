using System.Security.Cryptography;
using WhatsAppKit.Core.Crypto;

namespace WhatsAppKit.Core.Signal;

/// <summary>The asymmetric half of the ratchet: each new key agreement gives the next root key and a fresh chain.</summary>
internal static class RootKey
{
    public const int Length = 32;

    /// <summary>Replaces the root key and writes the chain key. A low-order key of theirs is a <see cref="CryptoException"/>.</summary>
    public static void Step(Span<byte> rootKey, PrivateKey ours, PublicKey theirs, Span<byte> chainKey)
    {
        Span<byte> secret = stackalloc byte[Curve25519.SharedSecretLength];
        Span<byte> output = stackalloc byte[Length + ChainKey.Length];
        Curve25519.Agree(ours, theirs, secret);
        Hkdf.Derive(secret, rootKey, "WhisperRatchet"u8, output);
        output[..Length].CopyTo(rootKey);
        output[Length..].CopyTo(chainKey);
        CryptographicOperations.ZeroMemory(secret);
        CryptographicOperations.ZeroMemory(output);
    }
}
