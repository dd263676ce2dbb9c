using WhatsAppKit.Core.Crypto;

namespace WhatsAppKit.Core.Session.Credentials;

/// <summary>The medium-term pre-key: peers start sessions with it, and the identity key vouches for it.</summary>
internal sealed record SignedPreKey(uint Id, KeyPair KeyPair, ReadOnlyMemory<byte> Signature)
{
    public static SignedPreKey Generate(uint id, KeyPair identity)
    {
        var pair = KeyPair.Generate();
        return new SignedPreKey(id, pair, XEdDsa.Sign(identity.PrivateKey, pair.PublicKey.Serialized));
    }
}
