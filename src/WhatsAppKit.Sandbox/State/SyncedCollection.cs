using Google.Protobuf;
using WhatsAppKit.Core.Protobuf;

namespace WhatsAppKit.Sandbox.State;

/// <summary>
/// A collection of an account's app state, as a server holds it: encrypted records it cannot read, and all changes since the
/// first. Callers hold the directory's gate.
/// </summary>
internal sealed class SyncedCollection
{
    private readonly Dictionary<ByteString, SyncdRecord> _records = [];
    private readonly List<SyncdPatch> _patches = [];

    public ulong Version => (ulong)_patches.Count;

    public IReadOnlyList<SyncdPatch> Patches => _patches;

    /// <summary>Adds a change on top of the newest version; false when it was made on top of another one.</summary>
    public bool TryAdd(ulong basedOn, SyncdPatch patch)
    {
        if (basedOn != Version)
        {
            return false;
        }

        foreach (var mutation in patch.Mutations)
        {
            if (mutation.Operation == SyncdMutation.Types.SyncdOperation.Remove)
            {
                _records.Remove(mutation.Record.Index.Blob);
            }
            else
            {
                _records[mutation.Record.Index.Blob] = mutation.Record;
            }
        }

        _patches.Add(new SyncdPatch(patch) { Version = new SyncdVersion { Version = Version + 1 } });
        return true;
    }

    /// <summary>All that is there. Its MAC is the one the last change came with.</summary>
    public SyncdSnapshot Snapshot()
    {
        var last = _patches[^1];
        var snapshot = new SyncdSnapshot { Version = new SyncdVersion { Version = Version }, Mac = last.SnapshotMac, KeyId = last.KeyId };
        snapshot.Records.AddRange(_records.Values);
        return snapshot;
    }
}
