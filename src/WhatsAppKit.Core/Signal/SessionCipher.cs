using WhatsAppKit.Core.Crypto;

namespace WhatsAppKit.Core.Signal;

/// <summary>Encrypts and opens messages with the sessions of a record. The caller stores the record afterwards.</summary>
internal static class SessionCipher
{
    /// <summary>Encrypts with the current session. The record must be stored before the bytes leave.</summary>
    public static EncryptedMessage Encrypt(SessionRecord record, LocalIdentity local, ReadOnlySpan<byte> plaintext)
    {
        var state = record.Current ?? throw Failed(SignalError.NoSession);
        var message = DoubleRatchet.Encrypt(state, local.Identity.PublicKey, plaintext);
        return state.Pending is { } pending
            ? new EncryptedMessage(IsPreKey: true, PreKeyMessage.Wrap(state, pending, local, message))
            : new EncryptedMessage(IsPreKey: false, message);
    }

    /// <summary>Opens a <c>pkmsg</c>, starting a session when its base key is new. On failure the record is unchanged.</summary>
    /// <param name="record">The sessions with the sender.</param>
    /// <param name="local">This device.</param>
    /// <param name="message">The message.</param>
    /// <param name="signedPreKey">The key it names; not needed when <see cref="SessionRecord.KnowsBaseKey"/>.</param>
    /// <param name="oneTimePreKey">The key it names, if any; not needed when <see cref="SessionRecord.KnowsBaseKey"/>.</param>
    /// <param name="keys">Where ratchet keys come from; random by default.</param>
    public static DecryptedMessage DecryptPreKey(
        SessionRecord record,
        LocalIdentity local,
        PreKeyMessage message,
        KeyPair? signedPreKey,
        KeyPair? oneTimePreKey,
        IKeyPairSource? keys = null)
    {
        var known = record.Find(message.BaseKey);
        if (known is not null)
        {
            // The envelope's identity is not under the MAC: without this a forged one would pass.
            return known.RemoteIdentity.Equals(message.IdentityKey)
                ? new DecryptedMessage(Open(record, [known], local, message.Message, keys), ConsumedPreKeyId: null, known.RemoteIdentity)
                : throw Failed(SignalError.InvalidMessage);
        }

        var state = Respond(local, message, signedPreKey, oneTimePreKey);
        try
        {
            var plaintext = Open(record, [state], local, message.Message, keys);
            return new DecryptedMessage(plaintext, message.PreKeyId, state.RemoteIdentity);
        }
        catch (SignalException)
        {
            state.Dispose();
            throw;
        }
    }

    /// <summary>Opens a <c>msg</c> with whichever session it belongs to. On failure the record is unchanged.</summary>
    public static DecryptedMessage Decrypt(
        SessionRecord record, LocalIdentity local, ReadOnlyMemory<byte> message, IKeyPairSource? keys = null)
    {
        var parsed = RatchetMessage.Parse(message);
        var states = record.All.ToList();

        // A chain belongs to one session. Where it is known no other session needs to be tried, so a repeated or forged
        // message costs no key agreements, and "already opened" is not mistaken for "does not verify".
        var owner = states.Find(state => state.FindChain(parsed.RatchetKey) is not null);
        var plaintext = Open(record, owner is null ? states : [owner], local, parsed, keys);

        // Whichever session opened the message is the current one now.
        return new DecryptedMessage(plaintext, ConsumedPreKeyId: null, record.Current!.RemoteIdentity);
    }

    private static byte[] Open(
        SessionRecord record, List<SessionState> states, LocalIdentity local, RatchetMessage message, IKeyPairSource? keys)
    {
        var failure = SignalError.NoSession;
        foreach (var state in states)
        {
            var error = DoubleRatchet.TryDecrypt(
                state, local.Identity.PublicKey, message, keys ?? RandomKeyPairs.Instance, out var plaintext);
            if (error is null)
            {
                // The peer uses this session, so the next message goes out with it.
                record.Promote(state);
                return plaintext;
            }

            // Among several sessions without the chain only these two meet; the gap says more than a MAC that fails.
            failure = failure == SignalError.TooFarInFuture ? failure : error.Value;
        }

        throw Failed(failure);
    }

    private static SessionState Respond(LocalIdentity local, PreKeyMessage message, KeyPair? signedPreKey, KeyPair? oneTimePreKey)
    {
        if (signedPreKey is null || (message.PreKeyId is not null && oneTimePreKey is null))
        {
            throw Failed(SignalError.MissingPreKey);
        }

        // The base key is not under the MAC. In another form it would agree on the same keys and so open a message a second
        // time, as the first of a session that looks new.
        if (!MontgomeryPoint.IsCanonical(message.BaseKey.Span))
        {
            throw Failed(SignalError.InvalidMessage);
        }

        try
        {
            return SessionBuilder.Respond(local, message, signedPreKey, message.PreKeyId is null ? null : oneTimePreKey);
        }
        catch (CryptoException)
        {
            // An identity key of low order.
            throw Failed(SignalError.InvalidMessage);
        }
    }

    private static SignalException Failed(SignalError error) => new(error, error switch
    {
        SignalError.NoSession => "There is no session with this device.",
        SignalError.DuplicateMessage => "The message was opened before, or its key has aged out.",
        SignalError.MissingPreKey => "The message names a pre-key that is not there.",
        SignalError.TooFarInFuture => $"More than {SignalLimits.MaxGap} messages are missing before this one.",
        _ => "No session opens the message.",
    });
}
