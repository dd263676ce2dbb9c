using Google.Protobuf;
using WhatsAppKit.Core.AppState.Collections;
using WhatsAppKit.Core.Protobuf;

namespace WhatsAppKit.Core.AppState.Crypto;

/// <summary>A record as it travels, in its parts. Nothing of it is verified but the lengths.</summary>
internal readonly record struct SealedRecord(
    bool IsRemoval, ReadOnlyMemory<byte> KeyId, ReadOnlyMemory<byte> IndexMac, ReadOnlyMemory<byte> Encrypted, ReadOnlyMemory<byte> ValueMac)
{
    /// <exception cref="AppStateDamageException">It has not the shape of a record.</exception>
    public static SealedRecord Of(SyncdMutation mutation) =>
        Of(mutation.Record, mutation.HasOperation && mutation.Operation == SyncdMutation.Types.SyncdOperation.Remove);

    /// <exception cref="AppStateDamageException">It has not the shape of a record.</exception>
    public static SealedRecord Of(SyncdRecord? record, bool isRemoval = false)
    {
        var index = record?.Index?.Blob ?? ByteString.Empty;
        var value = record?.Value?.Blob ?? ByteString.Empty;
        var key = record?.KeyId?.Id ?? ByteString.Empty;
        if (index.Length != AppStateMacs.Length || value.Length is < RecordCodec.MinValueLength or > AppStateLimits.MaxValueLength || !AppStateLimits.IsKeyId(key))
        {
            throw new AppStateDamageException("a record has the wrong shape");
        }

        var end = value.Length - AppStateMacs.Length;
        return new SealedRecord(isRemoval, key.Memory, index.Memory, value.Memory[..end], value.Memory[end..]);
    }
}
