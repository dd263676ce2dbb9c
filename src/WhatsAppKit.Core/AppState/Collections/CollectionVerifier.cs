using System.Security.Cryptography;
using Google.Protobuf;
using WhatsAppKit.Core.AppState.Crypto;
using WhatsAppKit.Core.AppState.Keys;
using WhatsAppKit.Core.Protobuf;

namespace WhatsAppKit.Core.AppState.Collections;

/// <summary>
/// Checks patches and snapshots, and works out what a collection is after them. Nothing is stored: the caller commits the
/// result, or forgets it when a check fails.
/// </summary>
internal sealed class CollectionVerifier(KnownKeys keys, string collection)
{
    /// <summary>Checks a patch and applies it to the working copy. Sum and MACs are verified before anything is decrypted.</summary>
    /// <exception cref="AppStateDamageException">A check failed.</exception>
    /// <exception cref="AppStateKeysMissingException">The phone has not shared a key it needs.</exception>
    public (CollectionState Next, IReadOnlyList<OpenedRecord> Records) Apply(
        CollectionState current, CollectionBuckets buckets, SyncdPatch patch, IReadOnlyList<SealedRecord> records)
    {
        var keyId = KeyOf(patch.KeyId);
        keys.Require([keyId, .. records.Select(record => record.KeyId)]);
        var key = keys.Find(keyId)!;
        var version = current.Version + 1;
        var hash = current.Hash.ToArray();
        Mix(hash, buckets, records);
        Check(AppStateMacs.Snapshot(key, hash, version, collection), patch.SnapshotMac.Span, "the MAC of the collection does not verify");
        var patchMac = AppStateMacs.Patch(key, patch.SnapshotMac.Span, records.Select(record => record.ValueMac), version, collection);
        Check(patchMac, patch.PatchMac.Span, "the MAC of a patch does not verify");
        return (new CollectionState(version, hash, IsStored: true), Open(buckets, records));
    }

    /// <summary>Checks a snapshot and puts it into an empty working copy.</summary>
    /// <exception cref="AppStateDamageException">A check failed.</exception>
    /// <exception cref="AppStateKeysMissingException">The phone has not shared a key it needs.</exception>
    public (CollectionState Next, IReadOnlyList<OpenedRecord> Records) Apply(CollectionBuckets buckets, SyncdSnapshot snapshot)
    {
        if (snapshot.Records.Count > AppStateLimits.MaxRecords)
        {
            throw new AppStateDamageException("a snapshot has too many records");
        }

        var keyId = KeyOf(snapshot.KeyId);
        SealedRecord[] records = [.. snapshot.Records.Select(record => SealedRecord.Of(record))];
        keys.Require([keyId, .. records.Select(record => record.KeyId)]);
        var hash = new byte[LtHash.Length];
        var version = snapshot.Version?.Version ?? 0;
        Mix(hash, buckets, records);
        if (buckets.Entries.Count() != records.Length)
        {
            throw new AppStateDamageException("a snapshot has two records under one index");
        }

        Check(AppStateMacs.Snapshot(keys.Find(keyId)!, hash, version, collection), snapshot.Mac.Span, "the MAC of a snapshot does not verify");
        return (new CollectionState(version, hash, IsStored: true), Open(buckets, records));
    }

    private static ReadOnlyMemory<byte> KeyOf(KeyId? key) => key is not null && AppStateLimits.IsKeyId(key.Id)
        ? key.Id.Memory
        : throw new AppStateDamageException("it names no key");

    private static void Check(ReadOnlySpan<byte> computed, ReadOnlySpan<byte> claimed, string otherwise)
    {
        if (!CryptographicOperations.FixedTimeEquals(computed, claimed))
        {
            throw new AppStateDamageException(otherwise);
        }
    }

    /// <summary>Takes out of the sum and the working copy what each record replaces, and puts in what it brings.</summary>
    public static void Mix(Span<byte> hash, CollectionBuckets buckets, IReadOnlyList<SealedRecord> records)
    {
        foreach (var record in records)
        {
            if (buckets.Find(record.IndexMac) is { } former)
            {
                LtHash.Subtract(hash, former.ValueMac.Span);
                buckets.Remove(record.IndexMac);
            }

            // What is not there cannot go: that happens to contacts, and changes nothing.
            if (!record.IsRemoval)
            {
                LtHash.Add(hash, record.ValueMac.Span);
                buckets.Set(record.IndexMac, record.ValueMac, null);
            }
        }
    }

    private List<OpenedRecord> Open(CollectionBuckets buckets, IReadOnlyList<SealedRecord> records)
    {
        var opened = new List<OpenedRecord>(records.Count);
        foreach (var record in records)
        {
            var data = RecordCodec.Open(keys.Find(record.KeyId)!, record);
            opened.Add(new OpenedRecord(record.IsRemoval, data, record.IndexMac, record.ValueMac));
            if (!record.IsRemoval && ListedActions.Includes(data))
            {
                buckets.Set(record.IndexMac, record.ValueMac, data.ToByteString());
            }
        }

        return opened;
    }
}
