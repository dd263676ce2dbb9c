using System.Security.Cryptography;
using WhatsAppKit.Core.Crypto;

namespace WhatsAppKit.Core.Signal;

/// <summary>The X3DH key agreement: both sides of it, each giving the same 64 bytes.</summary>
/// <remarks>The first 32 bytes are the root key; the chain key in the others is part of the derivation but never used.</remarks>
internal static class X3dh
{
    public const int OutputLength = 64;

    private const int MaxSecretLength = 5 * Curve25519.SharedSecretLength;

    private static ReadOnlySpan<byte> Info => "WhisperText"u8;

    public static void Initiate(
        KeyPair identity, KeyPair baseKey, PublicKey theirIdentity, PublicKey theirSignedPreKey, PublicKey? theirPreKey, Span<byte> output)
    {
        Span<byte> secret = stackalloc byte[MaxSecretLength];
        try
        {
            var master = new MasterSecret(secret);
            master.Add(identity.PrivateKey, theirSignedPreKey);     // DH1
            master.Add(baseKey.PrivateKey, theirIdentity);          // DH2
            master.Add(baseKey.PrivateKey, theirSignedPreKey);      // DH3
            if (theirPreKey is not null)
            {
                master.Add(baseKey.PrivateKey, theirPreKey);        // DH4
            }

            Hkdf.Derive(master.Bytes, [], Info, output);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }

    public static void Respond(
        KeyPair identity, KeyPair signedPreKey, KeyPair? preKey, PublicKey theirIdentity, PublicKey theirBaseKey, Span<byte> output)
    {
        Span<byte> secret = stackalloc byte[MaxSecretLength];
        try
        {
            var master = new MasterSecret(secret);
            master.Add(signedPreKey.PrivateKey, theirIdentity);     // DH1
            master.Add(identity.PrivateKey, theirBaseKey);          // DH2
            master.Add(signedPreKey.PrivateKey, theirBaseKey);      // DH3
            if (preKey is not null)
            {
                master.Add(preKey.PrivateKey, theirBaseKey);        // DH4
            }

            Hkdf.Derive(master.Bytes, [], Info, output);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }

    /// <summary>FF x 32 || DH1 || DH2 || DH3 [|| DH4], collected in a buffer the caller zeroes.</summary>
    private ref struct MasterSecret
    {
        private readonly Span<byte> _buffer;
        private int _length = Curve25519.SharedSecretLength;

        public MasterSecret(Span<byte> buffer)
        {
            _buffer = buffer;
            _buffer[.._length].Fill(0xFF);
        }

        public readonly ReadOnlySpan<byte> Bytes => _buffer[.._length];

        public void Add(PrivateKey ours, PublicKey theirs)
        {
            Curve25519.Agree(ours, theirs, _buffer.Slice(_length, Curve25519.SharedSecretLength));
            _length += Curve25519.SharedSecretLength;
        }
    }
}
