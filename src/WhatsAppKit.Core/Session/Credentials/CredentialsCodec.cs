using System.Security.Cryptography;
using Google.Protobuf;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Crypto;
using WhatsAppKit.Core.Protobuf;
using WhatsAppKit.Core.Storage;

namespace WhatsAppKit.Core.Session.Credentials;

/// <summary>Writes credentials to a store's record and reads them back.</summary>
internal static class CredentialsCodec
{
    public const string Key = "device";

    private const uint Version = 1;

    public static StoreChange Save(DeviceCredentials credentials) => StoreChange.Set(StoreKind.Credentials, Key, Encode(credentials));

    public static byte[] Encode(DeviceCredentials credentials)
    {
        var stored = new StoredCredentials
        {
            Version = Version,
            NoisePrivateKey = ByteString.CopyFrom(credentials.NoiseKey.PrivateKey.Span),
            IdentityPrivateKey = ByteString.CopyFrom(credentials.IdentityKey.PrivateKey.Span),
            SignedPreKeyId = credentials.SignedPreKey.Id,
            SignedPreKeyPrivate = ByteString.CopyFrom(credentials.SignedPreKey.KeyPair.PrivateKey.Span),
            SignedPreKeySignature = ByteString.CopyFrom(credentials.SignedPreKey.Signature.Span),
            SignedPreKeySince = credentials.SignedPreKeySince?.ToUnixTimeSeconds() ?? 0,
            SignedPreKeyUnconfirmed = credentials.IsSignedPreKeyUnconfirmed,
            RegistrationId = credentials.RegistrationId,
            AdvSecret = ByteString.CopyFrom(credentials.AdvSecret.Span),
            NextPreKeyId = credentials.NextPreKeyId,
            FirstUnuploadedPreKeyId = credentials.FirstUnuploadedPreKeyId,
            PhoneJid = credentials.PhoneJid?.ToString() ?? "",
            LidJid = credentials.LidJid?.ToString() ?? "",
            Account = ByteString.CopyFrom(credentials.Account.Span),
            Platform = credentials.Platform ?? "",
            PushName = credentials.PushName ?? "",
            RoutingInfo = ByteString.CopyFrom(credentials.RoutingInfo.Span),
        };
        return stored.ToByteArray();
    }

    /// <exception cref="CorruptStoreException">The record is damaged or written by a newer version.</exception>
    public static DeviceCredentials Decode(ReadOnlyMemory<byte> record)
    {
        try
        {
            var stored = StoredCredentials.Parser.ParseFrom(record.Span);
            if (stored.Version != Version)
            {
                throw new CorruptStoreException($"The credentials have version {stored.Version}; this library reads version {Version}.");
            }

            return FromStored(stored);
        }
        catch (Exception error) when (error is InvalidProtocolBufferException or CryptoException or FormatException or ArgumentOutOfRangeException)
        {
            throw new CorruptStoreException("The stored credentials are damaged.", error);
        }
    }

    private static DeviceCredentials FromStored(StoredCredentials stored) => new()
    {
        NoiseKey = Pair(stored.NoisePrivateKey),
        IdentityKey = Pair(stored.IdentityPrivateKey),
        SignedPreKey = new SignedPreKey(stored.SignedPreKeyId, Pair(stored.SignedPreKeyPrivate), stored.SignedPreKeySignature.Memory),
        SignedPreKeySince = stored.SignedPreKeySince == 0 ? null : DateTimeOffset.FromUnixTimeSeconds(stored.SignedPreKeySince),
        IsSignedPreKeyUnconfirmed = stored.SignedPreKeyUnconfirmed,
        RegistrationId = stored.RegistrationId,
        AdvSecret = stored.AdvSecret.Memory,
        NextPreKeyId = stored.NextPreKeyId,
        FirstUnuploadedPreKeyId = stored.FirstUnuploadedPreKeyId,
        PhoneJid = stored.PhoneJid.Length == 0 ? null : Jid.Parse(stored.PhoneJid),
        LidJid = stored.LidJid.Length == 0 ? null : Jid.Parse(stored.LidJid),
        Account = stored.Account.Memory,
        Platform = stored.Platform.Length == 0 ? null : stored.Platform,
        PushName = stored.PushName.Length == 0 ? null : stored.PushName,
        RoutingInfo = stored.RoutingInfo.Memory,
    };

    private static KeyPair Pair(ByteString privateKey)
    {
        Span<byte> bytes = stackalloc byte[PrivateKey.Length];
        if (privateKey.Length != PrivateKey.Length)
        {
            throw new CryptoException("A stored private key has the wrong length.");
        }

        privateKey.Span.CopyTo(bytes);
        var pair = new KeyPair(new PrivateKey(bytes));
        CryptographicOperations.ZeroMemory(bytes);
        return pair;
    }
}
