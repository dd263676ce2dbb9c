using Google.Protobuf;
using WhatsAppKit.Core.Protobuf;

namespace WhatsAppKit.Core.Signal;

/// <summary>Writes the stored form of a session record: <c>session_record.proto</c>.</summary>
internal static class SessionRecordWriter
{
    public const uint Version = 1;

    public static byte[] Write(SessionRecord record)
    {
        var stored = new StoredSessionRecord { Version = Version };
        if (record.Current is { } current)
        {
            stored.Current = ToStored(current);
        }

        stored.Archived.AddRange(record.Archived.Select(ToStored));
        return stored.ToByteArray();
    }

    private static StoredSessionState ToStored(SessionState state)
    {
        var stored = new StoredSessionState
        {
            RemoteIdentity = Wrap(state.RemoteIdentity.Memory),
            RemoteRegistrationId = state.RemoteRegistrationId,
            BaseKey = Wrap(state.BaseKey.Memory),
            RootKey = Wrap(state.RootKey),
            RatchetPrivateKey = Wrap(state.Ratchet.PrivateKey.Memory),
            RatchetPublicKey = Wrap(state.Ratchet.PublicKey.Memory),
            PreviousCounter = state.PreviousCounter,
            Pending = ToStored(state.Pending),
            Sending = ToStored(state.Sending),
        };
        stored.Receiving.AddRange(state.Receiving.Select(ToStored));
        return stored;
    }

    private static StoredReceivingChain ToStored(ReceivingChain chain)
    {
        var stored = new StoredReceivingChain { RatchetKey = Wrap(chain.RatchetKey.Memory), Chain = ToStored(chain.Chain) };
        foreach (var (index, seed) in chain.Skipped.Items)
        {
            stored.Skipped.Add(new StoredSkippedKey { Index = index, Seed = Wrap(seed) });
        }

        return stored;
    }

    private static StoredChainKey? ToStored(ChainKey? chain) =>
        chain is null ? null : new StoredChainKey { Key = Wrap(chain.Memory), Index = chain.Index };

    private static StoredPendingPreKey? ToStored(PendingPreKey? pending)
    {
        if (pending is null)
        {
            return null;
        }

        var stored = new StoredPendingPreKey { SignedPreKeyId = pending.SignedPreKeyId };
        if (pending.PreKeyId is { } preKeyId)
        {
            stored.PreKeyId = preKeyId;
        }

        if (pending.Since is { } since)
        {
            stored.Since = since.ToUnixTimeSeconds();
        }

        return stored;
    }

    // Not copied: the message lives only until it is encoded, and a copy of a secret would stay behind on the heap.
    private static ByteString Wrap(ReadOnlyMemory<byte> bytes) => UnsafeByteOperations.UnsafeWrap(bytes);
}
