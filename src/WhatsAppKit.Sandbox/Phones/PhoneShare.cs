using System.Security.Cryptography;
using Google.Protobuf;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Crypto;
using WhatsAppKit.Core.Pairing.Passkey;
using WhatsAppKit.Core.Protobuf;

namespace WhatsAppKit.Sandbox.Phones;

/// <summary>The phone's half of the agreement after a passkey, beside the device's half that it has read.</summary>
internal sealed class PhoneShare
{
    private readonly byte[] _nonce = RandomNumberGenerator.GetBytes(Prologue.NonceLength);
    private readonly KeyPair _ephemeral;
    private readonly byte[] _identity;
    private readonly byte[] _commitment;
    private readonly PublicKey _companion;

    private PhoneShare(KeyPair ephemeral, byte[] identity, byte[] commitment, CompanionEphemeralIdentity companion)
    {
        (_ephemeral, _identity, _commitment) = (ephemeral, identity, commitment);
        (_companion, DeviceType, Reference) = (new PublicKey(companion.PublicKey.Span), companion.DeviceType, companion.Ref);
    }

    public int DeviceType { get; }

    public string Reference { get; }

    /// <summary>Reads the device's half; null when it is malformed.</summary>
    public static PhoneShare? Read(ReadOnlySpan<byte> payload, KeyPair ephemeral)
    {
        try
        {
            var prologue = ProloguePayload.Parser.ParseFrom(payload);
            var companion = CompanionEphemeralIdentity.Parser.ParseFrom(prologue.CompanionEphemeralIdentity);
            return companion.PublicKey.Length == PublicKey.Length && companion.HasDeviceType
                ? new PhoneShare(
                    ephemeral, prologue.CompanionEphemeralIdentity.ToByteArray(), prologue.Commitment?.Hash.ToByteArray() ?? [], companion)
                : null;
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }

    public BinaryNode Node() => new("primary_ephemeral_identity", null, new PrimaryEphemeralIdentity
    {
        PublicKey = ByteString.CopyFrom(_ephemeral.PublicKey.Span),
        Nonce = ByteString.CopyFrom(_nonce),
    }.ToByteArray());

    public bool IsOpenedBy(ReadOnlySpan<byte> companionNonce) =>
        companionNonce.Length == Prologue.NonceLength
        && CryptographicOperations.FixedTimeEquals(Prologue.Commit(_identity, companionNonce), _commitment);

    public string CodeWith(ReadOnlySpan<byte> companionNonce) => ComparedCode.Of(companionNonce, _nonce, _ephemeral.PublicKey);

    public PairingKey DeriveKey()
    {
        Span<byte> shared = stackalloc byte[Curve25519.SharedSecretLength];
        Curve25519.Agree(_ephemeral.PrivateKey, _companion, shared);
        var key = PairingKey.Derive(shared, DeviceType, Reference);
        CryptographicOperations.ZeroMemory(shared);
        return key;
    }
}
