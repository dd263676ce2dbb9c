using System.Security.Cryptography;
using Google.Protobuf;
using WhatsAppKit.Core.Crypto;
using WhatsAppKit.Core.Protobuf;

namespace WhatsAppKit.Core.Pairing.Passkey;

/// <summary>What the device tells the phone in the end, sealed: its two public keys, and the secret that proves the pairing.</summary>
internal static class SealedRequest
{
    public const int SecretLength = 32;
    public const int NonceLength = 12;

    private const int TagLength = 16;

    // Three fields of 32 bytes, each behind a tag and a length.
    private const int PlainLength = 3 * (2 + 32);

    public static byte[] Seal(PairingKey key, PublicKey noiseKey, PublicKey identity, byte[] advSecret) =>
        Seal(key, noiseKey, identity, advSecret, RandomNumberGenerator.GetBytes(NonceLength));

    public static byte[] Seal(PairingKey key, PublicKey noiseKey, PublicKey identity, byte[] advSecret, byte[] nonce)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(advSecret.Length, SecretLength);
        Span<byte> plain = stackalloc byte[PlainLength];
        new PairingRequest
        {
            CompanionPublicKey = ByteString.CopyFrom(noiseKey.Span),
            CompanionIdentityKey = ByteString.CopyFrom(identity.Span),

            // Wrapped, not copied: the owner of the secret zeroes it.
            AdvSecret = UnsafeByteOperations.UnsafeWrap(advSecret),
        }.WriteTo(plain);
        var payload = new byte[PlainLength + TagLength];
        using var aes = new AesGcm(key.Span, TagLength);
        aes.Encrypt(nonce, plain, payload.AsSpan(0, PlainLength), payload.AsSpan(PlainLength));
        CryptographicOperations.ZeroMemory(plain);
        return new EncryptedPairingRequest { EncryptedPayload = ByteString.CopyFrom(payload), Iv = ByteString.CopyFrom(nonce) }.ToByteArray();
    }

    /// <summary>Opens a sealed request; null when it was sealed under another key, or is malformed.</summary>
    public static PairingRequest? TryOpen(PairingKey key, ReadOnlySpan<byte> bytes)
    {
        try
        {
            var request = EncryptedPairingRequest.Parser.ParseFrom(bytes);
            if (request.EncryptedPayload.Length != PlainLength + TagLength || request.Iv.Length != NonceLength)
            {
                return null;
            }

            var plain = new byte[PlainLength];
            using var aes = new AesGcm(key.Span, TagLength);
            var payload = request.EncryptedPayload.Span;
            aes.Decrypt(request.Iv.Span, payload[..PlainLength], payload[PlainLength..], plain);
            var opened = PairingRequest.Parser.ParseFrom(plain);
            CryptographicOperations.ZeroMemory(plain);
            return opened;
        }
        catch (Exception error) when (error is AuthenticationTagMismatchException or InvalidProtocolBufferException)
        {
            return null;
        }
    }
}
