using System.Security.Cryptography;
using WhatsAppKit.Core.Crypto;

namespace WhatsAppKit.Core.Signal;

/// <summary>Starts sessions: X3DH on the initiator's side, and on the responder's up to the first message.</summary>
internal static class SessionBuilder
{
    /// <summary>Starts a session with a device from its bundle and makes it the current one.</summary>
    /// <exception cref="SignalException">The bundle is not signed by its identity, or has an unusable key.</exception>
    public static void Start(SessionRecord record, LocalIdentity local, PreKeyBundle bundle, IKeyPairSource? keys = null)
    {
        if (!XEdDsa.Verify(bundle.IdentityKey, bundle.SignedPreKey.Serialized, bundle.SignedPreKeySignature.Span))
        {
            throw new SignalException(SignalError.InvalidSignature, "The signed pre-key of the bundle is not signed by its identity.");
        }

        try
        {
            record.Promote(Initiate(local, bundle, keys ?? RandomKeyPairs.Instance));
        }
        catch (CryptoException e)
        {
            throw new SignalException(SignalError.Malformed, "A key of the bundle is of low order.", e);
        }
    }

    /// <summary>The state a first message is opened with; it belongs to no record yet.</summary>
    internal static SessionState Respond(LocalIdentity local, PreKeyMessage message, KeyPair signedPreKey, KeyPair? preKey)
    {
        Span<byte> output = stackalloc byte[X3dh.OutputLength];
        try
        {
            X3dh.Respond(local.Identity, signedPreKey, preKey, message.IdentityKey, message.BaseKey, output);

            // The signed pre-key serves as our first ratchet key. A copy: the state zeroes it at the first turn.
            var ratchet = new KeyPair(new PrivateKey(signedPreKey.PrivateKey.Span), signedPreKey.PublicKey);
            return new SessionState(
                message.IdentityKey, message.RegistrationId, message.BaseKey, output[..RootKey.Length], ratchet, sending: null);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(output);
        }
    }

    private static SessionState Initiate(LocalIdentity local, PreKeyBundle bundle, IKeyPairSource keys)
    {
        Span<byte> output = stackalloc byte[X3dh.OutputLength];
        Span<byte> chainKey = stackalloc byte[ChainKey.Length];
        using var baseKey = keys.Next();
        var rootKey = output[..RootKey.Length];

        // A pre-key that cannot be named is not used: receivers read id 0 as none.
        var preKeyId = bundle.PreKey is null || bundle.PreKeyId == 0 ? null : bundle.PreKeyId;
        var preKey = preKeyId is null ? null : bundle.PreKey;
        try
        {
            X3dh.Initiate(local.Identity, baseKey, bundle.IdentityKey, bundle.SignedPreKey, preKey, output);
            var ratchet = keys.Next();
            RootKey.Step(rootKey, ratchet.PrivateKey, bundle.SignedPreKey, chainKey);
            return new SessionState(
                bundle.IdentityKey, bundle.RegistrationId, baseKey.PublicKey, rootKey, ratchet, new ChainKey(chainKey, 0))
            {
                Pending = new PendingPreKey(preKeyId, bundle.SignedPreKeyId),
            };
        }
        finally
        {
            CryptographicOperations.ZeroMemory(output);
            CryptographicOperations.ZeroMemory(chainKey);
        }
    }
}
