using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Google.Protobuf;
using WhatsAppKit.Core.Crypto;
using WhatsAppKit.Core.Protobuf;

namespace WhatsAppKit.Core.Signal;

/// <summary>The stored form of a sender key record, <c>sender_key_record.proto</c>; reading checks every length and limit.</summary>
internal static class SenderKeyRecordCodec
{
    public const uint Version = 1;

    public static byte[] Write(SenderKeyRecord record)
    {
        var stored = new StoredSenderKeyRecord { Version = Version };
        stored.States.AddRange(record.States.Select(ToStored));
        return stored.ToByteArray();
    }

    public static SenderKeyRecord Read(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var stored = StoredSenderKeyRecord.Parser.ParseFrom(bytes);
            Require(stored.Version == Version && stored.States.Count <= SignalLimits.MaxSenderKeyStates);
            return new SenderKeyRecord([.. stored.States.Select(ToState)]);
        }
        catch (Exception e) when (e is InvalidProtocolBufferException or CryptoException)
        {
            throw Corrupt(e);
        }
    }

    private static StoredSenderKeyState ToStored(SenderKeyState state)
    {
        // Secrets are not copied: the message lives only until it is encoded.
        var stored = new StoredSenderKeyState
        {
            KeyId = state.KeyId,
            ChainKey = UnsafeByteOperations.UnsafeWrap(state.Chain.Memory),
            Iteration = state.Chain.Index,
            FirstIteration = state.FirstIteration,
            SigningKey = UnsafeByteOperations.UnsafeWrap(state.SigningKey.Memory),
        };
        if (state.SigningPrivateKey is { } signing)
        {
            stored.SigningPrivateKey = UnsafeByteOperations.UnsafeWrap(signing.Memory);
        }

        foreach (var (iteration, seed) in state.Skipped.Items)
        {
            stored.Skipped.Add(new StoredSkippedSenderKey { Iteration = iteration, Seed = UnsafeByteOperations.UnsafeWrap(seed) });
        }

        return stored;
    }

    private static SenderKeyState ToState(StoredSenderKeyState stored)
    {
        Require(stored.ChainKey.Length == ChainKey.Length && stored.FirstIteration <= stored.Iteration);
        Require(stored.Skipped.Count <= SignalLimits.MaxSkippedKeys);
        var state = new SenderKeyState(
            stored.KeyId,
            new PublicKey(stored.SigningKey.Span),
            stored.HasSigningPrivateKey ? new PrivateKey(stored.SigningPrivateKey.Span) : null,
            new ChainKey(stored.ChainKey.Span, stored.Iteration),
            stored.FirstIteration);
        var least = stored.FirstIteration;
        foreach (var key in stored.Skipped)
        {
            // Ascending and behind the chain, as they were added: looking one up relies on it.
            Require(key.Seed.Length == ChainKey.SeedLength && key.Iteration >= least && key.Iteration < stored.Iteration);
            state.Skipped.Add(key.Iteration, key.Seed.ToByteArray());
            least = key.Iteration + 1;
            Wipe(key.Seed);
        }

        Wipe(stored.ChainKey);
        Wipe(stored.SigningPrivateKey);
        return state;
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
        new(SignalError.CorruptRecord, "A stored sender key record is damaged.", cause);
}
