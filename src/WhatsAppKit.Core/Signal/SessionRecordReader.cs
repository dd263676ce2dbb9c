using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Google.Protobuf;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Crypto;
using WhatsAppKit.Core.Protobuf;

namespace WhatsAppKit.Core.Signal;

/// <summary>Reads the stored form of a session record and checks every length and limit in it.</summary>
internal static class SessionRecordReader
{
    public static SessionRecord Read(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var stored = StoredSessionRecord.Parser.ParseFrom(bytes);
            Require(stored.Version == SessionRecordWriter.Version && stored.Archived.Count <= SignalLimits.MaxArchivedSessions);
            return new SessionRecord(
                stored.Current is null ? null : ReadState(stored.Current), [.. stored.Archived.Select(ReadState)]);
        }
        catch (Exception e) when (e is InvalidProtocolBufferException or CryptoException)
        {
            throw Corrupt(e);
        }
    }

    private static SessionState ReadState(StoredSessionState stored)
    {
        Require(stored.RootKey.Length == RootKey.Length && stored.Sending is not null);
        Require(stored.Receiving.Count <= SignalLimits.MaxReceivingChains);
        var state = new SessionState(
            new PublicKey(stored.RemoteIdentity.Span),
            stored.RemoteRegistrationId,
            new PublicKey(stored.BaseKey.Span),
            stored.RootKey.Span,
            new KeyPair(new PrivateKey(stored.RatchetPrivateKey.Span), new PublicKey(stored.RatchetPublicKey.Span)),
            ReadChain(stored.Sending))
        {
            PreviousCounter = stored.PreviousCounter,
            Pending = ReadPending(stored.Pending),
        };
        foreach (var chain in stored.Receiving)
        {
            state.AddReceiving(ReadReceiving(chain));
        }

        Wipe(stored.RootKey);
        Wipe(stored.RatchetPrivateKey);
        return state;
    }

    private static ReceivingChain ReadReceiving(StoredReceivingChain stored)
    {
        Require(stored.Skipped.Count <= SignalLimits.MaxSkippedKeys);
        var chain = new ReceivingChain(new PublicKey(stored.RatchetKey.Span), ReadChain(stored.Chain));
        var least = 0U;
        foreach (var key in stored.Skipped)
        {
            // Ascending and behind the chain, as they were added: looking one up relies on it.
            Require(key.Seed.Length == ChainKey.SeedLength && key.Index >= least && key.Index < chain.Chain.Index);
            chain.Skipped.Add(key.Index, key.Seed.ToByteArray());
            least = key.Index + 1;
            Wipe(key.Seed);
        }

        return chain;
    }

    private static ChainKey ReadChain(StoredChainKey? stored)
    {
        Require(stored is { Key.Length: ChainKey.Length });
        var chain = new ChainKey(stored.Key.Span, stored.Index);
        Wipe(stored.Key);
        return chain;
    }

    private static PendingPreKey? ReadPending(StoredPendingPreKey? stored)
    {
        if (stored is null)
        {
            return null;
        }

        Require(stored.Since is >= 0 and <= UnixTime.MaxSeconds);
        return new PendingPreKey(stored.HasPreKeyId ? stored.PreKeyId : null, stored.SignedPreKeyId)
        {
            Since = stored.HasSince ? DateTimeOffset.FromUnixTimeSeconds(stored.Since) : null,
        };
    }

    // The parser's own copy of a secret; nobody else has seen this object.
    private static void Wipe(ByteString secret) => CryptographicOperations.ZeroMemory(MemoryMarshal.AsMemory(secret.Memory).Span);

    private static void Require([DoesNotReturnIf(false)] bool condition)
    {
        if (!condition)
        {
            throw Corrupt(null);
        }
    }

    private static SignalException Corrupt(Exception? cause) =>
        new(SignalError.CorruptRecord, "A stored session record is damaged.", cause);
}
