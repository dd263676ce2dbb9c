using System.Security.Cryptography;
using Google.Protobuf;
using WhatsAppKit.Core.Crypto;
using WhatsAppKit.Core.Protobuf;

namespace WhatsAppKit.Core.Pairing.Passkey;

/// <summary>
/// The device's first share of the agreement with the phone: its ephemeral key, and a commitment to a nonce that it opens only
/// after it knows the phone's share. Nobody between the two can choose their own share so that the codes come out equal.
/// </summary>
internal sealed class Prologue : IDisposable
{
    public const int NonceLength = 32;

    private readonly byte[] _nonce;

    public Prologue(KeyPair ephemeral, byte[] nonce, int deviceType, string reference)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(nonce.Length, NonceLength);
        (Ephemeral, _nonce, DeviceType, Reference) = (ephemeral, nonce, deviceType, reference);
        var identity = new CompanionEphemeralIdentity
        {
            PublicKey = ByteString.CopyFrom(ephemeral.PublicKey.Span),
            DeviceType = deviceType,
            Ref = reference,
        }.ToByteArray();
        Payload = new ProloguePayload
        {
            CompanionEphemeralIdentity = ByteString.CopyFrom(identity),
            Commitment = new CompanionCommitment { Hash = ByteString.CopyFrom(Commit(identity, nonce)) },
        }.ToByteArray();
    }

    public KeyPair Ephemeral { get; }

    public ReadOnlyMemory<byte> Nonce => _nonce;

    public int DeviceType { get; }

    public string Reference { get; }

    /// <summary>ProloguePayload: the public key, and the commitment to it and to the nonce.</summary>
    public byte[] Payload { get; }

    public static Prologue Create(int deviceType, string reference) =>
        new(KeyPair.Generate(), RandomNumberGenerator.GetBytes(NonceLength), deviceType, reference);

    public static byte[] Commit(ReadOnlySpan<byte> identity, ReadOnlySpan<byte> nonce) => SHA256.HashData([.. identity, .. nonce]);

    public void Dispose()
    {
        Ephemeral.Dispose();
        CryptographicOperations.ZeroMemory(_nonce);
    }

    public override string ToString() => "[passkey prologue]";
}
