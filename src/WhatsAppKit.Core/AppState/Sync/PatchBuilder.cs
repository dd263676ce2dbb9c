using Google.Protobuf;
using WhatsAppKit.Core.AppState.Actions;
using WhatsAppKit.Core.AppState.Collections;
using WhatsAppKit.Core.AppState.Crypto;
using WhatsAppKit.Core.AppState.Keys;
using WhatsAppKit.Core.Protobuf;

namespace WhatsAppKit.Core.AppState.Sync;

/// <summary>Builds the patch that makes changes on top of a collection as it is now.</summary>
internal static class PatchBuilder
{
    /// <summary>Where an action's record may lie: under the MAC of its index with each key that is known.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> Places(KnownKeys keys, StateAction action)
    {
        var index = ActionIndex.Write(action.Index);
        return keys.All.Select(key => (ReadOnlyMemory<byte>)AppStateMacs.Index(key, index.Span));
    }

    public static SyncdPatch Build(
        string collection, CollectionState current, CollectionBuckets buckets, KnownKeys keys, IReadOnlyList<StateAction> actions, DateTimeOffset now)
    {
        var newest = keys.Newest ?? throw new InvalidOperationException("There is no key to encrypt with.");
        var patch = new SyncdPatch { KeyId = new KeyId { Id = ByteString.CopyFrom(newest.Id.Span) } };
        patch.Mutations.AddRange(actions.Select(action =>
        {
            var data = action.ToData(now);
            return RecordCodec.Seal(action.IsRemoval ? KeyOf(buckets, keys, data) ?? newest : newest, action.IsRemoval, data);
        }));
        Sign(patch, collection, current, buckets, newest);
        return patch;
    }

    private static void Sign(SyncdPatch patch, string collection, CollectionState current, CollectionBuckets buckets, AppStateKeySet key)
    {
        SealedRecord[] records = [.. patch.Mutations.Select(SealedRecord.Of)];
        var hash = current.Hash.ToArray();
        CollectionVerifier.Mix(hash, buckets, records);
        var version = current.Version + 1;
        var snapshotMac = AppStateMacs.Snapshot(key, hash, version, collection);
        patch.SnapshotMac = ByteString.CopyFrom(snapshotMac);
        patch.PatchMac = ByteString.CopyFrom(AppStateMacs.Patch(key, snapshotMac, records.Select(record => record.ValueMac), version, collection));
    }

    /// <summary>The key an entry lies under: with another it would not be found, and not removed.</summary>
    private static AppStateKeySet? KeyOf(CollectionBuckets buckets, KnownKeys keys, SyncActionData data) =>
        keys.All.FirstOrDefault(key => buckets.Find(AppStateMacs.Index(key, data.Index.Span)) is not null);
}
