using System.Text.Json;
using Google.Protobuf;
using WhatsAppKit.Core.AppState;
using WhatsAppKit.Core.AppState.Actions;
using WhatsAppKit.Core.AppState.Collections;
using WhatsAppKit.Core.AppState.Crypto;
using WhatsAppKit.Core.Protobuf;
using WhatsAppKit.TestKit;

namespace WhatsAppKit.Core.Tests.AppState;

/// <summary>Keys, records, patches and snapshots, byte for byte as other implementations make and read them.</summary>
public sealed class AppStateVectorTests
{
    private static readonly JsonElement Replay = AppStateVectors.All.GetProperty("appStateReplay");

    public static TheoryData<int, string> Mutations => [.. AppStateVectors.All.GetProperty("mutations").GetProperty("cases").EnumerateArray()
        .Select((vector, i) => new TheoryDataRow<int, string>(i, vector.Text("name")))];

    [Fact]
    public void Five_keys_follow_from_one_of_the_phone()
    {
        foreach (var vector in AppStateVectors.All.GetProperty("appStateKeys").GetProperty("keys").EnumerateArray())
        {
            using var keys = new AppStateKeySet(vector.Hex("keyIdHex"), vector.Hex("keyDataHex"));
            Assert.Equal(vector.Hex("indexKeyHex"), keys.Index);
            Assert.Equal(vector.Hex("valueEncryptionKeyHex"), keys.ValueEncryption);
            Assert.Equal(vector.Hex("valueMacKeyHex"), keys.ValueMac);
            Assert.Equal(vector.Hex("snapshotMacKeyHex"), keys.SnapshotMac);
            Assert.Equal(vector.Hex("patchMacKeyHex"), keys.PatchMac);
        }
    }

    [Theory]
    [MemberData(nameof(Mutations))]
    public void A_mutation_is_sealed_and_opened_as_by_the_reference(int at, string name)
    {
        var vector = AppStateVectors.All.GetProperty("mutations").GetProperty("cases")[at];
        var isRemoval = vector.Text("operation") == "REMOVE";
        var keys = AppStateVectors.Keys.Find(vector.Hex("keyIdHex"))!;
        var data = SyncActionData.Parser.ParseFrom(vector.Hex("syncActionDataHex"));

        var sealedOne = RecordCodec.Seal(keys, isRemoval, data, vector.Hex("ivHex"));

        Assert.Equal(vector.Text("valueBlobHex"), AppStateVectors.Hex(sealedOne.Record.Value.Blob));
        Assert.Equal(vector.Text("indexMacHex"), AppStateVectors.Hex(sealedOne.Record.Index.Blob));
        Assert.Equal([.. vector.GetProperty("index").EnumerateArray().Select(part => part.GetString()!)], ActionIndex.Read(data.Index)!);
        Assert.Equal(data.Index, ActionIndex.Write(ActionIndex.Read(data.Index)!));

        // The whole patch, on top of an empty collection: every MAC is the reference's.
        var patch = AppStateVectors.Patch(vector);
        Assert.Equal(sealedOne, Assert.Single(patch.Mutations));
        var verifier = new CollectionVerifier(AppStateVectors.Keys, vector.Text("collection"));
        var buckets = CollectionBuckets.Fresh(vector.Text("collection"));
        var (next, records) = verifier.Apply(CollectionState.Empty, buckets, patch, AppStateVectors.Records(patch));
        Assert.Equal(vector.Text("ltHashHex"), Convert.ToHexStringLower(next.Hash.Span));
        Assert.Equal(vector.GetProperty("newVersion").GetUInt64(), next.Version);
        Assert.Equal(data, Assert.Single(records).Data);
        Assert.True(isRemoval == !buckets.Entries.Any(), name);
    }

    [Fact]
    public void A_snapshot_and_the_patches_after_it_give_the_references_state_after_each()
    {
        var verifier = new CollectionVerifier(AppStateVectors.Keys, Replay.Text("collection"));
        var (buckets, current) = Snapshot(verifier);
        Assert.Equal(Replay.GetProperty("snapshotVersion").GetUInt64(), current.Version);
        Equal(Replay.GetProperty("afterSnapshot"), current, buckets);

        foreach (var vector in Replay.GetProperty("patches").EnumerateArray())
        {
            var patch = AppStateVectors.Patch(vector);
            (current, var records) = verifier.Apply(current, buckets, patch, AppStateVectors.Records(patch));
            Assert.Equal(vector.GetProperty("version").GetUInt64(), current.Version);
            Assert.Equal(vector.GetProperty("operations").EnumerateArray().Select(each => each.GetString() == "REMOVE"), records.Select(record => record.IsRemoval));
            Equal(vector, current, buckets);
        }

        var negative = Replay.GetProperty("negative");
        var unknown = AppStateVectors.Patch(negative, "removeOfUnknownIndexPatchHex");
        (current, _) = verifier.Apply(current, buckets, unknown, AppStateVectors.Records(unknown));
        Assert.Equal(negative.GetProperty("removeOfUnknownIndexVersion").GetUInt64(), current.Version);
        Assert.Equal(negative.Text("removeOfUnknownIndexLtHashHex"), Convert.ToHexStringLower(current.Hash.Span));
    }

    [Fact]
    public void A_patch_whose_MAC_is_wrong_is_refused()
    {
        var verifier = new CollectionVerifier(AppStateVectors.Keys, Replay.Text("collection"));
        var (buckets, current) = Snapshot(verifier);
        var patch = AppStateVectors.Patch(Replay.GetProperty("negative"), "wrongPatchMacHex");

        Assert.Throws<AppStateDamageException>(() => verifier.Apply(current, buckets, patch, AppStateVectors.Records(patch)));
    }

    [Theory]
    [InlineData("index")]
    [InlineData("value")]
    [InlineData("snapshotMac")]
    [InlineData("patchMac")]
    [InlineData("operation")]
    [InlineData("order")]
    [InlineData("version")]
    [InlineData("collection")]
    [InlineData("short value")]
    [InlineData("no key")]
    [InlineData("sum")]
    public void A_patch_that_was_changed_anywhere_is_refused(string what)
    {
        var verifier = new CollectionVerifier(AppStateVectors.Keys, what == "collection" ? "regular" : Replay.Text("collection"));
        var (buckets, current) = Snapshot(new CollectionVerifier(AppStateVectors.Keys, Replay.Text("collection")));
        var vectors = Replay.GetProperty("patches").EnumerateArray().ToArray();
        foreach (var earlier in vectors[..^1])
        {
            var patch = AppStateVectors.Patch(earlier);
            (current, _) = new CollectionVerifier(AppStateVectors.Keys, Replay.Text("collection")).Apply(current, buckets, patch, AppStateVectors.Records(patch));
        }

        // The last has several mutations.
        var damaged = AppStateVectors.Patch(vectors[^1]);
        Assert.True(damaged.Mutations.Count > 1);
        var record = damaged.Mutations[0].Record;
        switch (what)
        {
            case "index":
                record.Index.Blob = Flipped(record.Index.Blob);
                break;
            case "value":
                record.Value.Blob = Flipped(record.Value.Blob);
                break;
            case "snapshotMac":
                damaged.SnapshotMac = Flipped(damaged.SnapshotMac);
                break;
            case "patchMac":
                damaged.PatchMac = Flipped(damaged.PatchMac);
                break;
            case "operation":
                damaged.Mutations[0].Operation = SyncdMutation.Types.SyncdOperation.Set;
                break;
            case "order":
                (damaged.Mutations[0], damaged.Mutations[^1]) = (damaged.Mutations[^1], damaged.Mutations[0]);
                break;
            case "version":
                current = current with { Version = current.Version + 1 };
                break;
            case "sum":
                // The patch is genuine; what lies here before it is not what its writer had.
                current = current with { Hash = new byte[LtHash.Length] };
                break;
            case "short value":
                record.Value.Blob = ByteString.CopyFrom(record.Value.Blob.Span[..63]);
                break;
            case "no key":
                damaged.KeyId = null;
                break;
        }

        Assert.Throws<AppStateDamageException>(() => verifier.Apply(current, buckets, damaged, AppStateVectors.Records(damaged)));
    }

    [Fact]
    public void A_snapshot_that_was_changed_is_refused()
    {
        var verifier = new CollectionVerifier(AppStateVectors.Keys, Replay.Text("collection"));
        foreach (var change in new Action<SyncdSnapshot>[]
        {
            snapshot => snapshot.Mac = Flipped(snapshot.Mac),
            snapshot => snapshot.Records.RemoveAt(1),
            snapshot => snapshot.Records.Add(snapshot.Records[0].Clone()),
            snapshot => snapshot.Version.Version++,
            snapshot => snapshot.Records[0].Value.Blob = Flipped(snapshot.Records[0].Value.Blob),
        })
        {
            var snapshot = SyncdSnapshot.Parser.ParseFrom(Replay.Hex("snapshotHex"));
            change(snapshot);
            Assert.Throws<AppStateDamageException>(() => verifier.Apply(CollectionBuckets.Fresh("regular_low"), snapshot));
        }
    }

    [Fact]
    public void All_keys_that_are_missing_are_named_before_anything_is_opened()
    {
        var second = AppStateVectors.All.GetProperty("appStateKeys").GetProperty("keys")[1];
        var onlySecond = AppStateVectors.Known(new AppStateKeySet(second.Hex("keyIdHex"), second.Hex("keyDataHex")));
        var verifier = new CollectionVerifier(onlySecond, Replay.Text("collection"));

        var missing = Assert.Throws<AppStateKeysMissingException>(
            () => verifier.Apply(CollectionBuckets.Fresh("regular_low"), SyncdSnapshot.Parser.ParseFrom(Replay.Hex("snapshotHex"))));

        Assert.Equal(AppStateVectors.All.GetProperty("appStateKeys").GetProperty("keys")[0].Hex("keyIdHex"), Assert.Single(missing.Ids).ToArray());
    }

    [Fact]
    public void A_thousand_mutations_of_another_implementation_open()
    {
        var vectors = Vectors.Json("appstate_1000_mutations.json");
        using var keys = new AppStateKeySet(vectors.Hex("keyId"), vectors.Hex("keyData"));
        var kinds = new HashSet<string>();
        foreach (var vector in vectors.GetProperty("muts").EnumerateArray())
        {
            var record = SealedRecord.Of(new SyncdRecord
            {
                Index = new SyncdIndex { Blob = ByteString.CopyFrom(vector.Hex("i")) },
                Value = new SyncdValue { Blob = ByteString.CopyFrom(vector.Hex("v")) },
                KeyId = new KeyId { Id = ByteString.CopyFrom(keys.Id.Span) },
            });
            var data = RecordCodec.Open(keys, record);
            kinds.Add(ActionIndex.Read(data.Index)![0]);
            Assert.NotNull(data.Value);
            Assert.Throws<AppStateDamageException>(() => RecordCodec.Open(keys, record with { IsRemoval = true }));
        }

        Assert.Equal(1000, vectors.GetProperty("muts").GetArrayLength());
        Assert.NotEmpty(kinds);
    }

    private static (CollectionBuckets Buckets, CollectionState State) Snapshot(CollectionVerifier verifier)
    {
        var buckets = CollectionBuckets.Fresh(Replay.Text("collection"));
        var (state, _) = verifier.Apply(buckets, SyncdSnapshot.Parser.ParseFrom(Replay.Hex("snapshotHex")));
        return (buckets, state);
    }

    private static void Equal(JsonElement expected, CollectionState state, CollectionBuckets buckets)
    {
        Assert.Equal(expected.Text("ltHashHex"), Convert.ToHexStringLower(state.Hash.Span));
        Assert.Equal(AppStateVectors.Map(expected.GetProperty("indexValueMap")), AppStateVectors.Map(buckets));
    }

    private static ByteString Flipped(ByteString bytes)
    {
        var copy = bytes.ToByteArray();
        copy[^1] ^= 1;
        return ByteString.CopyFrom(copy);
    }
}
