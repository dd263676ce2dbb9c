using System.Security.Cryptography;
using WhatsAppKit.Core.Crypto;

namespace WhatsAppKit.Core.Pairing.LinkCode;

/// <summary>What device and phone agree on after the code was typed: a secret that proves the pairing, as a scan would.</summary>
internal static class CodeAgreement
{
    public const int SecretLength = 32;

    /// <summary>Answers a phone: the bundle that goes to it, and the secret the pairing is proven with.</summary>
    /// <exception cref="CryptoException">One of the phone's keys is of low order.</exception>
    public static (byte[] Bundle, byte[] AdvSecret) Answer(KeyPair ephemeral, KeyPair identity, PublicKey phoneEphemeral, PublicKey phoneIdentity)
    {
        Span<byte> shared = stackalloc byte[Curve25519.SharedSecretLength];
        Span<byte> identityShared = stackalloc byte[Curve25519.SharedSecretLength];
        Span<byte> random = stackalloc byte[KeyBundle.RandomLength];
        try
        {
            Curve25519.Agree(ephemeral.PrivateKey, phoneEphemeral, shared);
            Curve25519.Agree(identity.PrivateKey, phoneIdentity, identityShared);
            RandomNumberGenerator.Fill(random);
            var bundle = KeyBundle.Seal(
                shared,
                RandomNumberGenerator.GetBytes(KeyBundle.SaltLength),
                RandomNumberGenerator.GetBytes(KeyBundle.NonceLength),
                identity.PublicKey,
                phoneIdentity,
                random);
            return (bundle, DeriveAdvSecret(shared, identityShared, random));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(shared);
            CryptographicOperations.ZeroMemory(identityShared);
            CryptographicOperations.ZeroMemory(random);
        }
    }

    public static byte[] DeriveAdvSecret(ReadOnlySpan<byte> shared, ReadOnlySpan<byte> identityShared, ReadOnlySpan<byte> random)
    {
        Span<byte> input = stackalloc byte[(2 * Curve25519.SharedSecretLength) + KeyBundle.RandomLength];
        shared.CopyTo(input);
        identityShared.CopyTo(input[Curve25519.SharedSecretLength..]);
        random.CopyTo(input[(2 * Curve25519.SharedSecretLength)..]);
        var secret = new byte[SecretLength];
        Hkdf.Derive(input, [], "adv_secret"u8, secret);
        CryptographicOperations.ZeroMemory(input);
        return secret;
    }
}
