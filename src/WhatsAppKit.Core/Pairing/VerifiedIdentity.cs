using Google.Protobuf;
using WhatsAppKit.Core.Crypto;
using WhatsAppKit.Core.Protobuf;

namespace WhatsAppKit.Core.Pairing;

/// <summary>An identity whose proofs hold and that carries our signature.</summary>
internal sealed class VerifiedIdentity(ADVSignedDeviceIdentity signed, uint keyIndex)
{
    public uint KeyIndex => keyIndex;

    /// <summary>The account's identity key: that of its phone, device 0.</summary>
    public PublicKey AccountKey => new(signed.AccountSignatureKey.Span);

    /// <summary>The record to keep: all four fields. It accompanies messages that open a session.</summary>
    public byte[] Account => signed.ToByteArray();

    /// <summary>What the server gets back: without the account's key, which it knows.</summary>
    public byte[] Reply()
    {
        var reply = signed.Clone();
        reply.ClearAccountSignatureKey();
        return reply.ToByteArray();
    }
}
