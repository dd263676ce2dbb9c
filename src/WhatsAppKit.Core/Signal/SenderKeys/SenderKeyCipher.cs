using System.Security.Cryptography;
using WhatsAppKit.Core.Crypto;

namespace WhatsAppKit.Core.Signal;

/// <summary>Encrypts and opens group messages with the sender keys of a record. The caller stores the record afterwards.</summary>
internal static class SenderKeyCipher
{
    /// <summary>Encrypts with our current key: iterations 0, 1, 2, ... The record must be stored before the bytes leave.</summary>
    public static byte[] Encrypt(SenderKeyRecord record, ReadOnlySpan<byte> plaintext)
    {
        if (record.Current is not { SigningPrivateKey: { } signing, Chain.Index: < uint.MaxValue } state)
        {
            throw Failed(SignalError.NoSenderKey);
        }

        Span<byte> seed = stackalloc byte[ChainKey.SeedLength];
        state.Chain.DeriveSeed(seed);
        using var keys = new GroupMessageKeys(seed, stackalloc byte[GroupMessageKeys.Length]);
        CryptographicOperations.ZeroMemory(seed);
        var message = GroupMessage.Write(state.KeyId, state.Chain.Index, AesCbc.Encrypt(keys.CipherKey, keys.Iv, plaintext), signing);
        state.Chain.Advance();
        return message;
    }

    /// <summary>Opens a <c>skmsg</c>. On failure the record is unchanged.</summary>
    public static byte[] Decrypt(SenderKeyRecord record, ReadOnlyMemory<byte> bytes)
    {
        var message = GroupMessage.Parse(bytes);
        var named = record.States.Where(state => state.KeyId == message.KeyId).ToArray();
        if (named.Length == 0)
        {
            throw Failed(SignalError.NoSenderKey);
        }

        // First the signature: nobody but the key's owner makes us derive anything.
        var state = Array.Find(named, state => message.IsSignedBy(state.SigningKey)) ?? throw Failed(SignalError.InvalidSignature);
        var plaintext = Open(state, message);
        state.Consume(message.Iteration);
        return plaintext;
    }

    private static byte[] Open(SenderKeyState state, GroupMessage message)
    {
        Span<byte> seed = stackalloc byte[ChainKey.SeedLength];
        if (state.FindSeed(message.Iteration, seed) is { } error)
        {
            throw Failed(error);
        }

        using var keys = new GroupMessageKeys(seed, stackalloc byte[GroupMessageKeys.Length]);
        CryptographicOperations.ZeroMemory(seed);
        try
        {
            return AesCbc.Decrypt(keys.CipherKey, keys.Iv, message.Ciphertext);
        }
        catch (CryptoException)
        {
            throw Failed(SignalError.InvalidMessage);
        }
    }

    private static SignalException Failed(SignalError error) => new(error, error switch
    {
        SignalError.NoSenderKey => "There is no sender key for this message.",
        SignalError.InvalidSignature => "The group message is not signed by its sender's key.",
        SignalError.DuplicateMessage => "The group message was opened before, or its key has aged out.",
        SignalError.TooFarInFuture => $"More than {SignalLimits.MaxGap} group messages are missing before this one.",
        _ => "The sender key does not open the message.",
    });
}
