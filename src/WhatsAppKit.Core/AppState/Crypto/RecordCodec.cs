using System.Security.Cryptography;
using Google.Protobuf;
using WhatsAppKit.Core.Crypto;
using WhatsAppKit.Core.Protobuf;

namespace WhatsAppKit.Core.AppState.Crypto;

/// <summary>Seals and opens single records: what they are about and what they say.</summary>
internal static class RecordCodec
{
    private const int IvLength = AesCbc.BlockLength;

    /// <summary>The shortest value a record can have: IV, one block, MAC.</summary>
    public const int MinValueLength = IvLength + AesCbc.BlockLength + AppStateMacs.Length;

    public static SyncdMutation Seal(AppStateKeySet keys, bool isRemoval, SyncActionData data)
    {
        Span<byte> iv = stackalloc byte[IvLength];
        RandomNumberGenerator.Fill(iv);
        return Seal(keys, isRemoval, data, iv);
    }

    public static SyncdMutation Seal(AppStateKeySet keys, bool isRemoval, SyncActionData data, ReadOnlySpan<byte> iv)
    {
        byte[] encrypted = [.. iv, .. AesCbc.Encrypt(keys.ValueEncryption, iv, data.ToByteArray())];
        return new SyncdMutation
        {
            Operation = isRemoval ? SyncdMutation.Types.SyncdOperation.Remove : SyncdMutation.Types.SyncdOperation.Set,
            Record = new SyncdRecord
            {
                Index = new SyncdIndex { Blob = ByteString.CopyFrom(AppStateMacs.Index(keys, data.Index.Span)) },
                Value = new SyncdValue { Blob = ByteString.CopyFrom([.. encrypted, .. AppStateMacs.Value(keys, isRemoval, encrypted)]) },
                KeyId = new KeyId { Id = ByteString.CopyFrom(keys.Id.Span) },
            },
        };
    }

    /// <summary>Opens a record after both its MACs have verified.</summary>
    /// <exception cref="AppStateDamageException">A MAC does not verify, or what it protects is no record.</exception>
    public static SyncActionData Open(AppStateKeySet keys, SealedRecord record)
    {
        var encrypted = record.Encrypted.Span;
        if (!CryptographicOperations.FixedTimeEquals(AppStateMacs.Value(keys, record.IsRemoval, encrypted), record.ValueMac.Span))
        {
            throw new AppStateDamageException("the MAC of a value does not verify");
        }

        SyncActionData data;
        try
        {
            data = SyncActionData.Parser.ParseFrom(AesCbc.Decrypt(keys.ValueEncryption, encrypted[..IvLength], encrypted[IvLength..]));
        }
        catch (Exception error) when (error is CryptoException or InvalidProtocolBufferException)
        {
            throw new AppStateDamageException("a record cannot be read", error);
        }

        return CryptographicOperations.FixedTimeEquals(AppStateMacs.Index(keys, data.Index.Span), record.IndexMac.Span)
            ? data
            : throw new AppStateDamageException("the MAC of an index does not verify");
    }
}
