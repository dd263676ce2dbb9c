using System.Security.Cryptography;
using Google.Protobuf;
using WhatsAppKit.Core.Crypto;
using WhatsAppKit.Core.Protobuf;
using WhatsAppKit.Core.Session.Credentials;

namespace WhatsAppKit.Core.Pairing;

/// <summary>
/// The signed identity (ADV) that makes a device part of an account: the phone proves with the scanned secret that it
/// means us, its account key signs our identity key, and we sign back.
/// </summary>
internal static class DeviceIdentity
{
    private static readonly byte[] HostedAccount = [6, 5];
    private static readonly byte[] AccountSignature = [6, 0];
    private static readonly byte[] DeviceSignature = [6, 1];

    /// <summary>Verifies the container and returns our account record with our own signature added.</summary>
    /// <exception cref="PairingException">A proof does not hold; nothing may be stored.</exception>
    public static VerifiedIdentity Verify(ReadOnlyMemory<byte> container, DeviceCredentials credentials)
    {
        var outer = Parse(ADVSignedDeviceIdentityHMAC.Parser, container);
        if (!IsProvenBy(outer, credentials.AdvSecret.Span))
        {
            throw PairingException.HmacMismatch();
        }

        var signed = Parse(ADVSignedDeviceIdentity.Parser, outer.Details.Memory);
        var details = Parse(ADVDeviceIdentity.Parser, signed.Details.Memory);
        if (!details.HasKeyIndex)
        {
            throw PairingException.Internal("The device identity has no key index.");
        }

        VerifyAccount(signed, details, credentials);
        var accountKey = signed.AccountSignatureKey.Span;
        signed.DeviceSignature = ByteString.CopyFrom(XEdDsa.Sign(
            credentials.IdentityKey.PrivateKey,
            [.. DeviceSignature, .. signed.Details.Span, .. credentials.IdentityKey.PublicKey.Span, .. accountKey]));
        return new VerifiedIdentity(signed, details.KeyIndex);
    }

    /// <summary>True when whoever made the container knows that secret.</summary>
    /// <exception cref="PairingException">It is no container.</exception>
    public static bool IsProvenBy(ReadOnlyMemory<byte> container, ReadOnlySpan<byte> advSecret) =>
        IsProvenBy(Parse(ADVSignedDeviceIdentityHMAC.Parser, container), advSecret);

    private static bool IsProvenBy(ADVSignedDeviceIdentityHMAC outer, ReadOnlySpan<byte> advSecret)
    {
        byte[] input = outer.AccountType == ADVEncryptionType.Hosted
            ? [.. HostedAccount, .. outer.Details.Span]
            : outer.Details.ToByteArray();
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(advSecret, input, mac);
        return CryptographicOperations.FixedTimeEquals(mac, outer.Hmac.Span);
    }

    private static void VerifyAccount(ADVSignedDeviceIdentity signed, ADVDeviceIdentity details, DeviceCredentials credentials)
    {
        if (signed.AccountSignatureKey.Length != PublicKey.Length || signed.AccountSignature.Length != XEdDsa.SignatureLength)
        {
            throw PairingException.SignatureMismatch();
        }

        var prefix = details.DeviceType == ADVEncryptionType.Hosted ? HostedAccount : AccountSignature;
        var accountKey = new PublicKey(signed.AccountSignatureKey.Span);
        byte[] message = [.. prefix, .. signed.Details.Span, .. credentials.IdentityKey.PublicKey.Span];
        if (!XEdDsa.Verify(accountKey, message, signed.AccountSignature.Span))
        {
            throw PairingException.SignatureMismatch();
        }
    }

    private static T Parse<T>(MessageParser<T> parser, ReadOnlyMemory<byte> bytes)
        where T : IMessage<T>
    {
        try
        {
            return parser.ParseFrom(bytes.Span);
        }
        catch (InvalidProtocolBufferException)
        {
            throw PairingException.Internal("The device identity is no protobuf message.");
        }
    }
}
