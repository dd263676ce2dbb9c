using System.IO.Compression;
using System.Security.Cryptography;
using Google.Protobuf;
using WhatsAppKit.Core.AppState.Collections;
using WhatsAppKit.Core.AppState.Crypto;
using WhatsAppKit.Core.AppState.Keys;
using WhatsAppKit.Core.Protobuf;
using Response = WhatsAppKit.Core.Protobuf.Message.Types.PeerDataOperationRequestResponseMessage.Types.PeerDataOperationResult.Types.SyncDSnapshotFatalRecoveryResponse;

namespace WhatsAppKit.Core.AppState.Sync;

/// <summary>The phone's own copy of a collection: its records in clear, and the sum over them.</summary>
internal sealed record RecoveredCopy(CollectionState State, CollectionBuckets Buckets, IReadOnlyList<OpenedRecord> Records)
{
    /// <exception cref="AppStateDamageException">It is another collection's, or does not add up.</exception>
    /// <exception cref="AppStateKeysMissingException">The phone has not shared a key it names.</exception>
    public static RecoveredCopy Read(Response response, string collection, KnownKeys keys)
    {
        var bytes = response.IsCompressed ? Inflate(response.CollectionSnapshot) : response.CollectionSnapshot.ToByteArray();
        var copy = ExternalBlobs.Parse(SyncdSnapshotRecovery.Parser, bytes);
        if (copy.CollectionName != collection || copy.MutationRecords.Count > AppStateLimits.MaxRecords || !copy.MutationRecords.All(IsWhole))
        {
            throw new AppStateDamageException("the phone's copy has the wrong shape");
        }

        keys.Require(copy.MutationRecords.Select(record => record.KeyId.Memory));
        var buckets = CollectionBuckets.Fresh(collection);
        var hash = new byte[LtHash.Length];
        var records = new List<OpenedRecord>(copy.MutationRecords.Count);
        foreach (var record in copy.MutationRecords)
        {
            var indexMac = AppStateMacs.Index(keys.Find(record.KeyId.Memory)!, record.Value.Index.Span);
            LtHash.Add(hash, record.Mac.Span);
            buckets.Set(indexMac, record.Mac.Memory, ListedActions.Includes(record.Value) ? record.Value.ToByteString() : null);
            records.Add(new OpenedRecord(IsRemoval: false, record.Value, indexMac, record.Mac.Memory));
        }

        return CryptographicOperations.FixedTimeEquals(hash, copy.CollectionLthash.Span)
            ? new RecoveredCopy(new CollectionState(copy.Version?.Version ?? 0, hash, IsStored: true), buckets, records)
            : throw new AppStateDamageException("the phone's copy does not add up");
    }

    private static bool IsWhole(SyncdPlainTextRecord record) =>
        record.Value is not null && record.Mac.Length == AppStateMacs.Length && AppStateLimits.IsKeyId(record.KeyId);

    private static byte[] Inflate(ByteString compressed)
    {
        try
        {
            using var source = new GZipStream(new MemoryStream(compressed.ToByteArray()), CompressionMode.Decompress);
            using var content = new BoundedStream(AppStateLimits.MaxBlobLength);
            source.CopyTo(content);
            return content.ToArray();
        }
        catch (InvalidDataException error)
        {
            throw new AppStateDamageException("the phone's copy cannot be inflated", error);
        }
    }
}
