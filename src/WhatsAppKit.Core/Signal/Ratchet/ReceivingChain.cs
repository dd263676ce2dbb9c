using WhatsAppKit.Core.Crypto;

namespace WhatsAppKit.Core.Signal;

/// <summary>One chain of the peer's messages.</summary>
internal sealed class ReceivingChain(PublicKey ratchetKey, ChainKey chain) : SkippingChain(chain)
{
    public PublicKey RatchetKey { get; } = ratchetKey;
}
