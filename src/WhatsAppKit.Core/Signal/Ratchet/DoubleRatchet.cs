using System.Security.Cryptography;
using WhatsAppKit.Core.Crypto;

namespace WhatsAppKit.Core.Signal;

/// <summary>The double ratchet on one session state: every message has keys of its own, and every answer renews the root.</summary>
/// <remarks>Opening works out the keys without touching the state; the state moves only once the message has verified.</remarks>
internal static class DoubleRatchet
{
    public static byte[] Encrypt(SessionState state, PublicKey local, ReadOnlySpan<byte> plaintext)
    {
        if (state.Sending is not { Index: < uint.MaxValue } chain)
        {
            throw new SignalException(SignalError.NoSession, "The session has no message number left to send with.");
        }

        Span<byte> seed = stackalloc byte[ChainKey.SeedLength];
        chain.DeriveSeed(seed);
        using var keys = new MessageKeys(seed, stackalloc byte[MessageKeys.Length]);
        CryptographicOperations.ZeroMemory(seed);

        var ciphertext = AesCbc.Encrypt(keys.CipherKey, keys.Iv, plaintext);
        var message = RatchetMessage.Write(
            state.Ratchet.PublicKey, chain.Index, state.PreviousCounter, ciphertext, keys.MacKey, local, state.RemoteIdentity);
        chain.Advance();
        return message;
    }

    /// <summary>Opens a message and moves the state on; on an error, which is returned, the state is as before.</summary>
    public static SignalError? TryDecrypt(
        SessionState state, PublicKey local, RatchetMessage message, IKeyPairSource keys, out byte[] plaintext)
    {
        plaintext = [];
        return state.FindChain(message.RatchetKey) is { } chain
            ? TryDecryptKnown(state, chain, local, message, out plaintext)
            : TryDecryptNew(state, local, message, keys, out plaintext);
    }

    private static SignalError? TryDecryptKnown(
        SessionState state, ReceivingChain chain, PublicKey local, RatchetMessage message, out byte[] plaintext)
    {
        if (TryOpen(chain, state.RemoteIdentity, local, message, out plaintext) is { } error)
        {
            return error;
        }

        chain.Consume(message.Counter);
        state.Pending = null;
        return null;
    }

    private static SignalError? TryDecryptNew(
        SessionState state, PublicKey local, RatchetMessage message, IKeyPairSource keys, out byte[] plaintext)
    {
        plaintext = [];
        if (message.RatchetKey.Equals(state.Ratchet.PublicKey))
        {
            return SignalError.InvalidMessage;
        }

        Span<byte> rootKey = stackalloc byte[RootKey.Length];
        Span<byte> chainKey = stackalloc byte[ChainKey.Length];
        state.RootKey.Span.CopyTo(rootKey);
        try
        {
            RootKey.Step(rootKey, state.Ratchet.PrivateKey, message.RatchetKey, chainKey);
            var chain = new ReceivingChain(message.RatchetKey, new ChainKey(chainKey, 0));
            if (TryOpen(chain, state.RemoteIdentity, local, message, out plaintext) is { } error)
            {
                chain.Dispose();
                return error;
            }

            // Authenticated: nothing below can fail any more once the new key pair exists.
            var ratchet = keys.Next();
            RootKey.Step(rootKey, ratchet.PrivateKey, message.RatchetKey, chainKey);
            chain.Consume(message.Counter);
            state.AddReceiving(chain);
            state.Turn(rootKey, ratchet, new ChainKey(chainKey, 0));
            state.Pending = null;
            return null;
        }
        catch (CryptoException)
        {
            // A ratchet key of low order.
            return SignalError.InvalidMessage;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(rootKey);
            CryptographicOperations.ZeroMemory(chainKey);
        }
    }

    private static SignalError? TryOpen(
        ReceivingChain chain, PublicKey sender, PublicKey receiver, RatchetMessage message, out byte[] plaintext)
    {
        plaintext = [];
        Span<byte> seed = stackalloc byte[ChainKey.SeedLength];
        if (chain.FindSeed(message.Counter, seed) is { } error)
        {
            return error;
        }

        using var keys = new MessageKeys(seed, stackalloc byte[MessageKeys.Length]);
        CryptographicOperations.ZeroMemory(seed);
        if (!message.IsAuthentic(keys.MacKey, sender, receiver))
        {
            return SignalError.InvalidMessage;
        }

        try
        {
            plaintext = AesCbc.Decrypt(keys.CipherKey, keys.Iv, message.Ciphertext);
            return null;
        }
        catch (CryptoException)
        {
            return SignalError.InvalidMessage;
        }
    }
}
